// A client made with irc-framework: with_irc_framework.cjs PORT NAME TLS PASSWORD. Its lines are those of library.py.
'use strict';

const readline = require('readline');
const { Client } = require('irc-framework');

const [port, name, tls, password] = process.argv.slice(2);
const show = (...words) => console.log(words.join(' '));
const client = new Client();

client.on('registered', (event) => show('welcome', '*', event.nick));
client.on('privmsg', (event) =>
    event.target.startsWith('#')
        ? show('message', event.target, event.nick, event.message)
        : show('private', event.nick, event.nick, event.message));
client.on('action', (event) => show('action', event.target, event.nick, event.message));
client.on('join', (event) => show('joined', event.channel, event.nick));
client.on('part', (event) => show('left', event.channel, event.nick));
client.on('quit', (event) => show('quit', '*', event.nick));
client.on('nick', (event) => show('renamed', '*', event.nick, event.new_nick));
client.on('topic', (event) => event.nick && show('topic', event.channel, event.nick, event.topic));

const commands = {
    join: (where) => client.join(where),
    say: (where, text) => client.say(where, text),
    tell: (where, text) => client.say(where, text),
    topic: (where, text) => client.setTopic(where, text),
    nick: (where) => client.changeNick(where),
    leave: (where) => client.part(where),
    history: (where) => client.raw('CHATHISTORY', 'LATEST', where, '*', '10'),
    quit: () => client.quit('bye'),
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const [command, where, ...text] = line.split(' ');
    commands[command](where, text.join(' '));
});

client.requestCap(['draft/chathistory']);
client.connect({
    host: '127.0.0.1',
    port: Number(port),
    nick: name,
    username: name,
    gecos: name,
    tls: tls !== '',
    rejectUnauthorized: false, // its certificate is signed by itself
    auto_reconnect: false,
    account: password ? { account: name, password } : undefined,
});
