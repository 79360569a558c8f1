"""What a browser sees: base templates, the style sheet, the page a mailed link lands on, the API's reference.

Pages are rendered on the server and load nothing from anywhere else; a strict policy keeps it so.
"""
