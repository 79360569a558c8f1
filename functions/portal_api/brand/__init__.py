"""What the portal looks like to whom: the platform's name, colour and logo, and those of each whitelabel partner.

Pages ask `brand_of` with items they read together with the caller's authority, so a change shows on the next request;
colours and logos are served here under addresses that name their content.
"""
