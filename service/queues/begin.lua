-- KEYS[1]: root. ARGV: this server's run, a fresh epoch, the epoch known to be broken or nothing.
-- An epoch that began in another run of the server may have lost anything, so a new one begins.
local current = redis.call('GET', KEYS[1] .. ':epoch')
if current and current ~= ARGV[3] and string.sub(current, 1, #ARGV[1]) == ARGV[1] then
  return current
end
redis.call('SET', KEYS[1] .. ':epoch', ARGV[2])
for _, lane in ipairs({'ready', 'slow'}) do
  local stream = KEYS[1] .. ':' .. ARGV[2] .. ':' .. lane
  redis.call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM')
end
return ARGV[2]
