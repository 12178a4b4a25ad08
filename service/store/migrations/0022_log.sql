-- The log of subscriptions keeps the last change of each: whoever follows it asks how one is now.

CREATE INDEX subscription_log_subscription ON subscription_log (subscription_id)
--;
DELETE FROM subscription_log WHERE seq NOT IN
    (SELECT MAX(seq) FROM subscription_log GROUP BY subscription_id)
