/** Where a keyboard on the screen does not shrink the page (iOS), the page follows what can be seen. */

/** Tell the styles how high the visible part is, and where it begins. */
export function followViewport() {
  const seen = window.visualViewport;
  if (!seen) return;
  const root = document.documentElement;
  const follow = () => {
    const hidden = innerHeight - seen.height > 1 && seen.scale === 1;
    if (!hidden) root.style.removeProperty("--seen");
    else root.style.setProperty("--seen", `${seen.height}px`);
    root.style.setProperty("--seen-top", `${hidden ? seen.offsetTop : 0}px`);
  };
  seen.addEventListener("resize", follow);
  seen.addEventListener("scroll", follow);
}
