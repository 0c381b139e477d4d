import { mount } from 'svelte';
import '$/styles/base.css';
import App from './App.svelte';

document.documentElement.dataset['paper'] = 'light';
mount(App, { target: document.body });
