import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { said } from '$/words/join';
import '$/words/words';
import '$/styles/base.css';
import '$/styles/phone.css';
import { phone } from './phone.svelte';
import StoryForm from './StoryForm.svelte';

const workshop = {
  id: '01234567-89ab-7def-8123-456789abcdef',
  title: 'Wells',
  focus_question: 'What changed for you?',
  stage: 'collecting',
  languages: ['en'],
  asks: ['where'],
  domains: [],
  care_by: [],
};

/** A phone that opened the address of a workshop, with nobody on the other end of the line. */
beforeAll(async () => {
  const meta = Object.assign(document.createElement('meta'), {
    name: 'workshop',
    content: JSON.stringify(workshop),
  });
  meta.dataset['code'] = 'SEVENS';
  document.head.append(meta);
  history.replaceState(null, '', '/j/SEVENS');
  await said.speak('en');
  await phone.start();
});

beforeEach(async () => {
  await phone.clear();
  const main = document.body.appendChild(document.createElement('main'));
  render(StoryForm, { target: main });
});

afterEach(() => document.querySelector('main')?.remove());

const headline = () => page.getByRole('textbox', { name: said.w.headline });
const send = () => page.getByRole('button', { name: said.w.send });

it('asks for the headline that is missing, and goes there', async () => {
  await send().click();

  await expect.element(headline()).toHaveFocus();
  await expect.element(headline()).toHaveAttribute('aria-invalid', 'true');
  expect(phone.now.screen).toBe('write');
});

it('counts as the service does, one for a letter outside the basic plane, and says when few are left', async () => {
  await headline().fill('😀'.repeat(150));
  await expect.element(page.getByText(said.w.lettersLeft(10))).toBeVisible();
  await headline().fill('😀'.repeat(161));
  await expect.element(page.getByText(said.w.lettersOver(1))).toBeVisible();
});

it('goes on to the note with Enter, but not while a word is being composed', async () => {
  await headline().fill('水道');
  headline()
    .element()
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }));
  await expect.element(headline()).toHaveFocus();

  await userEvent.keyboard('{Enter}');
  expect(document.activeElement?.id).toBe('note0');
  await expect.element(headline()).toHaveValue('水道');
});

it('opens a second note with the focus in it', async () => {
  await page.getByRole('button', { name: said.w.addNote }).click();
  await expect.poll(() => document.activeElement?.id).toBe('note1');
});

it('says that what was typed is kept, and keeps it on the phone when it is sent without a line', async () => {
  await headline().fill('We have water');
  await expect.element(page.getByText(said.w.kept)).toBeVisible();
  await send().click();

  await expect.poll(() => phone.now.screen).toBe('mine');
  expect(phone.now.stories.map((story) => story.form?.headline)).toEqual(['We have water']);
});
