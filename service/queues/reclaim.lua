-- ARGV: epoch, own name, ms without a beat that make a worker dead, ms after which a delivery is
-- taken from anybody, how many. Returns what was taken, as `take` does.
-- A dead worker's credits are free at once; whether its work may be done again, the lease says.
local names = redis.call('ZRANGEBYSCORE', at .. 'alive', '-inf', now - ARGV[3], 'LIMIT', 0, 10)
local dead, taken, held = {}, {}, {}
for _, name in ipairs(names) do dead[name] = true end
local all = redis.call('HGETALL', at .. 'held')
for n = 1, #all, 2 do
  local name, since, lane, subscription =
    string.match(all[n + 1], '^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$')
  if name and #taken < tonumber(ARGV[5])
      and (dead[name] or now - since >= tonumber(ARGV[4])) then
    table.insert(taken, {all[n], now .. '', lane, subscription})
    table.insert(held, all[n]) table.insert(held, held_by(ARGV[2], now, lane, subscription))
  end
end
put('held', held, {})
if #taken == 0 and #names > 0 then redis.call('ZREM', at .. 'alive', unpack(names)) end
return as_list(taken)
