-- Links with nodes that went in the same step as the other came were left behind.

DELETE FROM ledger_links
WHERE NOT EXISTS (SELECT 1 FROM ledger_nodes n WHERE n.id = ledger_links.other)
   OR NOT EXISTS (SELECT 1 FROM ledger_nodes n WHERE n.id = ledger_links.node)
