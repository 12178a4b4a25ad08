-- KEYS[1]: root. ARGV: this server's run, a fresh epoch, the epoch known to be broken or nothing.
-- An epoch that began in another run of the server may have lost anything, so a new one begins.
local current = redis.call('GET', KEYS[1] .. ':epoch')
if current and current ~= ARGV[3] and string.sub(current, 1, #ARGV[1]) == ARGV[1] then
  return current
end
redis.call('SET', KEYS[1] .. ':epoch', ARGV[2])
-- A field of no delivery: without it, who holds what was lost.
redis.call('HSET', KEYS[1] .. ':' .. ARGV[2] .. ':held', '', 1)
return ARGV[2]
