//! What Redis does in one step: each of these runs alone, between two commands of anybody else.
//!
//! A record is a JSON text, as [`record`](super::record) says. The sessions of a subject are a sorted set of record keys by their end.
//! A script that fails has written nothing: whatever can be refused comes before the record is touched.

use super::record::LONGEST_HEAD;

/// The version, end and subject of a record; nothing where there is something else, and an empty text where there is nothing.
const HEAD: &str = r#"
local function head(record)
  local text = redis.pcall('GETRANGE', record, 0, LONGEST_HEAD - 1)
  if text == '' then return '' end
  if type(text) ~= 'string' then
    if string.sub(text.err, 1, 9) == 'WRONGTYPE' then return nil end
    -- Fails again, so that the script does.
    redis.call('GETRANGE', record, 0, 0)
  end
  return string.match(text, '^{"version":(%d+),"expires":(%d+),"subject":"(%x*)","document":')
end
"#;

/// Puts a record into its subject's set, takes those out that have ended, and lets the set live as long as its last record.
const ENLIST: &str = "
local function enlist(set, member, ends)
  redis.call('ZREMRANGEBYSCORE', set, '-inf', redis.call('TIME')[1])
  redis.call('ZADD', set, ends, member)
  redis.call('EXPIREAT', set, redis.call('ZREVRANGE', set, 0, 0, 'WITHSCORES')[2])
end
";

/// Keys: record, and set where the record has a subject. Arguments: text, end for Redis, member.
const INSERT: &str = "
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if KEYS[2] then enlist(KEYS[2], ARGV[3], ARGV[2]) end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('EXPIREAT', KEYS[1], ARGV[2])
return 1
";

/// Keys: record, and set where the record has a subject. Arguments: what the text begins with at this version and the new end, what
/// it begins with at this version, text, end for Redis, member. Where the end stays, so does what follows from it: that would be most of
/// the work.
const UPDATE: &str = "
local found = redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1)
if found == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
  return 1
end
if string.sub(found, 1, #ARGV[2]) ~= ARGV[2] then return 0 end
if KEYS[2] then enlist(KEYS[2], ARGV[5], ARGV[4]) end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('EXPIREAT', KEYS[1], ARGV[4])
return 1
";

/// Keys: record. Arguments: end, end for Redis, what the names of sets begin with (nothing in a cluster), member. Answers -1 where
/// there is something that is no record.
const TOUCH: &str = "
local version, expires, subject = head(KEYS[1])
if version == '' then return 0 end
if not version then return -1 end
if subject ~= '' and ARGV[3] ~= '' then enlist(ARGV[3] .. subject, ARGV[4], ARGV[2]) end
local rest = string.sub(redis.call('GET', KEYS[1]), #version + #expires + 23)
redis.call('SET', KEYS[1], '{\"version\":' .. version .. ',\"expires\":' .. ARGV[1] .. rest)
redis.call('EXPIREAT', KEYS[1], ARGV[2])
return 1
";

/// Keys: record. Arguments: version or nothing, what the names of sets begin with (nothing in a cluster), member. Says what was
/// removed, and whose it was.
const DELETE: &str = "
local version, _, subject = head(KEYS[1])
subject = subject or ''
if ARGV[1] ~= '' and version ~= ARGV[1] then return {0, ''} end
local gone = redis.call('DEL', KEYS[1])
if subject ~= '' and ARGV[2] ~= '' then redis.pcall('ZREM', ARGV[2] .. subject, ARGV[3]) end
return {gone, subject}
";

/// Keys: set. Arguments: what the names of records begin with. Loads them all, and takes those out that are gone.
const LIST: &str = "
local found = {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local text = redis.call('GET', ARGV[1] .. member)
  if text then
    found[#found + 1] = {member, text}
  else
    redis.call('ZREM', KEYS[1], member)
  end
end
return found
";

/// Keys: set. Arguments: what the names of records begin with, the member to keep.
const DELETE_ALL: &str = "
local gone = 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if member ~= ARGV[2] then
    gone = gone + redis.call('DEL', ARGV[1] .. member)
    redis.call('ZREM', KEYS[1], member)
  end
end
return gone
";

/// Keys: record. Arguments: subject. For a cluster: removes a record if it is the subject's.
const DELETE_OF: &str = "
local _, _, subject = head(KEYS[1])
if subject ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
";

/// Keys: set. Arguments: end for Redis, member. For a cluster, where a set and its records are on different nodes.
const ENTER: &str = "
enlist(KEYS[1], ARGV[2], ARGV[1])
return 1
";

/// Keys: set. For a cluster: the members that have not ended. One whose record is not there stays until its end, since the
/// record may be about to come.
const MEMBERS: &str = "
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', redis.call('TIME')[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)
";

/// A script, and the hash by which a server knows it after the first time.
pub(super) struct Script {
    pub(super) code: String,
    pub(super) hash: String,
}

impl Script {
    /// From the functions that it calls, and its own code.
    fn new(functions: &[&str], code: &str) -> Self {
        let code = functions.concat().replace("LONGEST_HEAD", &LONGEST_HEAD.to_string()) + code;
        let hash = redis::Script::new(&code).get_hash().to_owned();
        Script { code, hash }
    }
}

/// All of them.
pub(super) struct Scripts {
    pub(super) insert: Script,
    pub(super) update: Script,
    pub(super) touch: Script,
    pub(super) delete: Script,
    pub(super) list: Script,
    pub(super) delete_all: Script,
    pub(super) delete_of: Script,
    pub(super) enter: Script,
    pub(super) members: Script,
}

impl Scripts {
    pub(super) fn new() -> Self {
        Scripts {
            insert: Script::new(&[ENLIST], INSERT),
            update: Script::new(&[ENLIST], UPDATE),
            touch: Script::new(&[HEAD, ENLIST], TOUCH),
            delete: Script::new(&[HEAD], DELETE),
            list: Script::new(&[], LIST),
            delete_all: Script::new(&[], DELETE_ALL),
            delete_of: Script::new(&[HEAD], DELETE_OF),
            enter: Script::new(&[ENLIST], ENTER),
            members: Script::new(&[], MEMBERS),
        }
    }
}
