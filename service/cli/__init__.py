"""The command line: `parley up`, `parley ingest`, `parley listen` and the rest."""
