-- ARGV: epoch, how many. Takes what has become due; returns when the next one will, in ms from now.
local touched, waiting = {}, {}
local members = redis.call('ZRANGEBYSCORE', at .. 'due', '-inf', now, 'LIMIT', 0, ARGV[2])
if #members > 0 then redis.call('ZREM', at .. 'due', unpack(members)) end
for _, member in ipairs(members) do
  local id, subscription = string.match(member, '([^|]*)|(.*)')
  waiting[subscription] = waiting[subscription] or {}
  if id ~= '' then table.insert(waiting[subscription], id) end
  touched[subscription] = 0
end
for subscription, ids in pairs(waiting) do
  if #ids > 0 then redis.call('RPUSH', at .. 'wait:' .. subscription, unpack(ids)) end
end
dispatch_all(touched)
local first = redis.call('ZRANGE', at .. 'due', 0, 0, 'WITHSCORES')
if not first[2] then return -1 end
return math.max(0, math.ceil(tonumber(first[2]) - now))
