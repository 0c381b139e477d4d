import { mount } from 'svelte';
import '$/styles/base.css';
import '$/styles/phone.css';
import { said } from '$/words/join';
import '$/words/words'; // here already, so that a language is one request and not two
import { bestTongue } from '$/words/speech.svelte';
import { codeInAddress, offeredWith } from './address';
import App from './App.svelte';
import { phone } from './phone.svelte';

void said
  .speak(bestTongue(offeredWith(codeInAddress() ?? '')?.languages))
  .then(() => mount(App, { target: document.body }));
void phone.start();
if (navigator.serviceWorker && import.meta.env.PROD)
  setTimeout(() => void import('./shell').then(({ keepShell }) => keepShell()), 4000); // after the question is there
