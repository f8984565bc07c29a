import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'drives-browser',
  meta: {
    summary: 'A browser or desktop is driven: clicks, keys, pages.',
    why: "What a click does depends on the page, and the page is not the tool author's.",
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('click_button', 'Click a button on the page.'),
      tool('set_viewport', 'Change the width and height of the viewport.'),
    ],
    silent: [tool('get_page_title', 'Get the title of the page.')],
  },
  observe: (reading) => sightSenses(reading, 'browser'),
});
