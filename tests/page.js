// Runs axe-core on the page and leaves what it found in the title; tests/page
// reads it there.
axe.run(document).then(function (r) {
	document.title = "axe: " + (r.violations.map(function (v) {
		return v.id + " at " + v.nodes[0].target;
	}).join("; ") || "none");
}, function (e) {
	document.title = "axe: " + e;
});
