-- ARGV: epoch, own name, ms without a beat that make a worker dead, ms after which an entry is
-- taken from anybody, how many. Returns {lane, entry id, {field, value, ...}} of what was taken.
-- A dead worker's credits are free at once; whether its work may be done again, the lease says.
local taken = {}
local function take(lane, stream, pending)
  for _, row in ipairs(pending) do
    for _, entry in ipairs(redis.call('XCLAIM', stream, 'workers', ARGV[2], 0, row[1])) do
      table.insert(taken, {lane, entry[1], entry[2]})
    end
  end
end

local dead = redis.call('ZRANGEBYSCORE', at .. 'alive', '-inf', now - ARGV[3], 'LIMIT', 0, 10)
for _, lane in ipairs({'ready', 'slow'}) do
  local stream = at .. lane
  for _, name in ipairs(dead) do
    take(lane, stream, redis.call('XPENDING', stream, 'workers', '-', '+', ARGV[5], name))
  end
  take(lane, stream,
    redis.call('XPENDING', stream, 'workers', 'IDLE', ARGV[4], '-', '+', ARGV[5]))
end
if #taken == 0 then
  for _, name in ipairs(dead) do
    redis.call('ZREM', at .. 'alive', name)
    redis.call('XGROUP', 'DELCONSUMER', at .. 'ready', 'workers', name)
    redis.call('XGROUP', 'DELCONSUMER', at .. 'slow', 'workers', name)
  end
end
return taken
