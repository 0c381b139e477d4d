import { mount } from 'svelte';
import '$/styles/base.css';
import '$/styles/phone.css';
import { told } from '$/words/receipt';
import { bestTongue } from '$/words/speech.svelte';
import App from './App.svelte';
import { receipt } from './receipt.svelte';

void told.speak(bestTongue()).then(() => mount(App, { target: document.body }));
void receipt.start();
