"""Acts of a peace process: who rejects, offers or calls for what, coded by PLOVER and CAMEO."""
