-- ARGV: epoch, own name. Says that this worker is alive.
return redis.call('ZADD', at .. 'alive', now, ARGV[2])
