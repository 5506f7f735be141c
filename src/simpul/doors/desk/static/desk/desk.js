/* What needs a script and nothing more: dialogs that trap focus and close with Escape, menus that close,
   fields that say they are being saved. Every page works without it. */
(function () {
  "use strict";

  document.documentElement.classList.add("scripted");

  var opener = null;

  function dialogAt(hash) {
    var found = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    return found && found.matches("dialog.dialog") ? found : null;
  }

  function open(dialog, from) {
    if (dialog.open) { return; }
    opener = from || null;
    dialog.showModal();
    var first = dialog.querySelector("[autofocus], .in, .btn.main-act");
    if (first) { first.focus(); }
  }

  function dropHash() {
    if (dialogAt(location.hash)) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#'], [data-close]");
    if (link) {
      var inside = link.closest("dialog.dialog");
      var dialog = dialogAt(link.getAttribute("href") || "");
      if (dialog) {
        event.preventDefault();
        open(dialog, link);
      } else if (inside && link.hasAttribute("data-close")) {
        event.preventDefault();
        inside.close();
      }
    } else if (event.target.matches("dialog.dialog")) {
      event.target.close();
    }
    document.querySelectorAll("details.switch[open], details.account[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  document.addEventListener("close", function (event) {
    if (event.target.matches("dialog.dialog")) {
      dropHash();
      if (opener && document.contains(opener)) { opener.focus(); }
    }
  }, true);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details.switch[open], details.account[open], details.burger[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("input", function (event) {
    var field = event.target.closest("[data-counted]");
    if (!field) { return; }
    field.classList.remove("carried");
    var tally = document.getElementById(field.getAttribute("data-counted"));
    if (tally) { tally.textContent = String(field.value.length); }
  });

  document.addEventListener("input", function (event) {
    if (event.target.classList.contains("in")) {
      event.target.classList.remove("carried", "warned");
      event.target.removeAttribute("aria-invalid");
    }
  });

  /* a field that belongs to a form of its own does not save the row it stands in */
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-own]")) { event.stopPropagation(); }
  }, true);

  /* a row that is drawn anew keeps what was typed while its answer was under way, and sends it */
  var late = [];
  document.addEventListener("htmx:beforeSwap", function (event) {
    var row = event.detail.requestConfig.elt;
    var sent = event.detail.requestConfig.formData;
    late = [];
    if (!row.matches("tbody.figure") || !event.detail.xhr.getResponseHeader("HX-Retarget")) { return; }
    row.querySelectorAll(".in[id][name]").forEach(function (field) {
      if (sent.has(field.name) && sent.get(field.name) !== field.value) { late.push([field.id, field.value]); }
    });
  });
  document.addEventListener("htmx:afterSettle", function () {
    var kept = late;
    late = [];
    kept.forEach(function (one) {
      var field = document.getElementById(one[0]);
      if (!field) { return; }
      field.value = one[1];
      var send = function () { field.dispatchEvent(new Event("change", { bubbles: true })); };
      if (field === document.activeElement && !field.matches("select")) {
        field.addEventListener("blur", send, { once: true });
      } else { send(); }
    });
  });

  /* a part that takes longer than a moment says that it is under way; nothing moves meanwhile */
  var slow = new Map();
  document.addEventListener("htmx:beforeRequest", function (event) {
    var place = event.detail.target, request = event.detail.xhr;
    slow.set(request, setTimeout(function () {
      if (place) { place.setAttribute("aria-busy", "true"); }
      document.documentElement.classList.add("waiting");
    }, 300));
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    clearTimeout(slow.get(event.detail.xhr));
    slow.delete(event.detail.xhr);
    if (event.detail.target) { event.detail.target.removeAttribute("aria-busy"); }
    if (!slow.size) { document.documentElement.classList.remove("waiting"); }
  });

  /* a file under way: said once, and not sent twice */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.enctype !== "multipart/form-data" || form.hasAttribute("hx-post")) { return; }
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
    document.documentElement.classList.add("waiting");
    var note = form.querySelector(".uploading") || document.createElement("p");
    note.className = "uploading small";
    note.setAttribute("role", "status");
    form.appendChild(note);
    note.textContent = document.body.getAttribute("data-uploading") || "";
  });
  window.addEventListener("pageshow", function () {
    document.documentElement.classList.remove("waiting");
    document.querySelectorAll("form[aria-busy]").forEach(function (form) {
      form.removeAttribute("aria-busy");
      var note = form.querySelector(".uploading");
      if (note) { note.remove(); }
    });
  });

  /* what could not be sent says so where it was written */
  function why(status) {
    if (status === 401) { return "data-signed-out"; }
    if (status === 403 || status === 404) { return "data-stale"; }
    return status ? "data-failed" : "data-unsaved";
  }
  function unsent(event) {
    var place = event.detail.target;
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    var words = document.body.getAttribute(why(status));
    if (place && words) {
      var note = document.createElement("span");
      note.className = "saved off";
      note.textContent = words;
      if (place.classList.contains("saved")) { place.classList.add("off"); place.textContent = words; }
      else { place.replaceChildren(note); }
    }
  }
  document.addEventListener("htmx:sendError", unsent);
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status !== 409 && status !== 422) { unsent(event); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });

  document.addEventListener("change", function (event) {
    var select = event.target.closest("[data-submits]");
    if (select && select.form) { select.form.requestSubmit(); }
  });

  window.addEventListener("hashchange", function () {
    var dialog = dialogAt(location.hash);
    if (dialog) { open(dialog); }
  });

  var asked = dialogAt(location.hash);
  if (asked) { open(asked); }
}());
