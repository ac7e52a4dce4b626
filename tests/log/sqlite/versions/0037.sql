insert into entry (log, seq, id, at, kind, body) values
    (1, 1, 1610612736001, 1600000000000, 2, '{"event":"MemberJoined","id":1610612736001,"at":1600000000000,"log":1,"room":"#lobby","source":"alice!a@host"}'),
    (1, 2, 1610612736002, 1600000000001, 1, '{"event":"MessageSent","id":1610612736002,"at":1600000000001,"log":1,"target":"#lobby","source":"alice!a@host","text":"an old message","party":"v1","client_id":"c1"}'),
    (1, 3, 1610612736003, 1600000000002, 1, null),
    (2, 1, 1610612736004, 1600000000003, 1, '{"event":"MessageSent","id":1610612736004,"at":1600000000003,"log":2,"target":"bob","source":"alice!a@host","text":"for later","party":"v1","held_for":"bob"}');
insert into start values (1500, 1600000000000);
update last_log set log = 2;
insert into room values (1, 1600000000000, '#lobby', 'welcome', 'alice!a@host', 1600000000001, 1);
insert into conversation values (2, 1600000000003, 'v1', 'nbob', 'alice', 'bob');
insert into held values ('bob', 1610612736004, 2, 1600000000003);
insert into seen values ('alice', 'Alice', 1600000000000);
insert into visit values (1, 'Alice', x'00ff', 1600000000000);
insert into client_id values ('v1', 'c1', 1, 1610612736002, 1600000000001);
insert into room_mode values (1, 'n', '', '', 1600000000000, 0, '');
insert into room_mode values (1, 'b', 'eve!*@*', 'alice!a@host', 1600000000001, 1600000009000, 'spam');
insert into erased values (1, 1610612736003);
update salt_key set key = x'01';
insert into account (account, at, name, password_hash, salt, iterations, stored_key, server_key, operator) values
    (7, 1600000000000, 'alice', '$argon2id$', x'02', 4096, x'03', x'04', 1);
insert into read_marker values (7, 1, 1600000000000, 1600000000002);
insert into server_ban values ('$a:eve', '$a:Eve', 1600000000000, 0, 'alice', 'spam');
insert into standing values (1, 7, 1600000000000, 'qo');
insert into reset_code values (7, x'05', 1600000000000);
insert into invite values (3, x'05', 1600000000000, 4000000000000, 2, 'alice!a@host', 1, 1);
update sqlite_sequence set seq = 5 where name = 'invite';
insert into invite_use values (3, 'v1', 1);
insert into certificate values ('c0ffee', 7, 1600000000000);
insert into act values (7, 1600000000000, 1, 'alice alice #lobby bob', '{"number":7,"at":1600000000000,"log":1,"room":"#lobby","name":"alice","account":"alice","role":"operator","face":"irc","command":"kick","about":"bob"}');
insert into presence values (7, 1600000000002, 'a', 'alice.account', 'Alice', 'i', 'at lunch');
insert into membership values (7, 1, 1600000000001, 1, 0);
insert into metadata values (1, 0, 'avatar', 'https://example.com/room.png'), (0, 7, 'display-name', 'Alice L');
insert into deleted_account values (6, 'eve', 1600000000000, 1);
insert into silence values (7, 'eve!*@*', 1600000000000, 'Eve!*@*');
update account set privacy = 'R';
update lockdown set level = 2, at = 1600000000000;
insert into keeping values (1, 0, 86400000), (2, 0, 5000);
insert into expiring values (1610612736004, 2, 1600000005003, 5000);
insert into reaction values (1, 1610612736002, '👍', 'v1', 1610612736005);
insert into report values (3, '{"number":3,"at":1600000000000,"log":1,"room":"#lobby","name":"bob","party":"v2","about":"eve","about_party":"v3","why":"spam"}');
insert into leaving values (7, 1600000000000);
insert into kept_login values (x'06', 7, 1600000000000);
insert into pin values (4, 1, 1610612736002, 1600000000005, 'alice!a@host', 'alice');
insert into file values ('f1', 1600000000000, 'abababababababababababababababababababababababababababababababab', 'v1', 'alice', 'tea.jpg', 'image/jpeg', 5, 40, 30, 1, 1), ('f2', 1600000000001, 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', 'a7', 'alice', 'x', 'text/plain', 6, 0, 0, 0, 0);
insert into file_use values (1610612736002, 0, 'f1', 1), (1610612736003, 0, 'f1', 1);
insert into email values (7, 1600000000000, 'alice@example.org');
insert into api_token values (4, 7, 1600000000000, 'deploy', x'07', 'read say:#lobby', 0, 1600000000001);
update sqlite_sequence set seq = 6 where name = 'api_token';
insert into api_answer values (4, 'k', 1600000000000, x'08', 200, '{}');
insert into push values ('https://push.example/1', 7, 1600000000000, x'0401', x'07', 'message-tags server-time', '#tea,bob', 1, x'06');
insert into former_name values (7, 'alicia', 1600000000001);
insert into closing values (1, 1600000000002, 'console', 'too loud');
insert into span values (1, 1, 393216000), (2, 1, 393216000);
