using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Hosting;

/// <summary>Answers the request for the style of the server's own pages, which stands apart from them so that no page needs to allow styles within it.</summary>
internal static class PageStyle
{
    public const string Path = "/page.css";

    private static readonly byte[] s_style =
        """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
        pre { overflow-x: auto; padding: .8rem; border: 1px solid #8885; border-radius: 6px; }
        .narrow { max-width: 24rem; margin: 12vh auto 0; }
        h1 { font-size: 1.4rem; }
        label { display: block; font-weight: 600; margin-bottom: .25rem; }
        input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem; border: 1px solid #888; border-radius: 6px; }
        button { margin-top: .75rem; background: #1d4f91; border-color: #1d4f91; color: #fff; cursor: pointer; }
        .fault { padding: .5rem .75rem; border-left: 4px solid #b3261e; background: #b3261e1f; }
        .note { opacity: .8; font-size: .9rem; }
        """u8.ToArray();

    public static Task AnswerAsync(HttpContext context) => JsonAnswer.SendAsync(context, "text/css; charset=utf-8", s_style);
}
