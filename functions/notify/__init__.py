"""Telling the world, once: publish (streams to bus), compose (one message a recipient), send (queue to SES).

Three functions on one road: `publish` puts the facts that records carry on the bus, `compose` finds who hears of
one and writes their mails, `send` sends each mail once. Nobody imports from here; rooms speak by facts alone.
"""
