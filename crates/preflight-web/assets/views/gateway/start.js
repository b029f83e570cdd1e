import { h } from '../../core/dom.js';
import { codeLine } from '../../parts/code-block.js';

/**
 * How to start a gateway that can be watched, and how to see it decide.
 * @param {string} admin
 * @returns {HTMLElement}
 */
export function howToStart(admin) {
  return h('section', { class: 'stack measure' },
    h('p', null, 'The gateway stands in front of a server and answers preflights by your policy. With an admin address it tells here what it decides, the moment it does.'),
    h('ol', { class: 'stack how' },
      h('li', null, h('p', null, 'Start one in front of your server:'),
        codeLine({ label: 'the command that starts a gateway', language: 'shell', content: `preflight serve --admin ${admin} --upstream http://127.0.0.1:3000 --allow-origin https://app.example.com` })),
      h('li', null, h('p', null, 'Send it a request as a page would:'),
        codeLine({ label: 'the command that sends a request', language: 'shell', content: 'curl -i http://127.0.0.1:8080/ -H "Origin: https://app.example.com"' }))));
}
