package dev.backstay.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;

/** Answers for people: templates that were compiled with the program. */
public final class Html {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);

  private Html() {}

  /** Answers with a template, filled with what it asks for. */
  public static void answer(Context context, String template, Map<String, Object> values) {
    context.html(render(template, values));
  }

  /** A template, filled with what it asks for. */
  public static String render(String template, Map<String, Object> values) {
    StringOutput html = new StringOutput();
    TEMPLATES.render(template, values, html);
    return html.toString();
  }
}
