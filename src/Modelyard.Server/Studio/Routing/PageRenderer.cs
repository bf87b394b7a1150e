using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Modelyard.Server.Studio.Pages;
using Modelyard.Server.Studio.Parts;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Draws pages and parts of them as HTML.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    public Task<byte[]> RenderAsync(StudioPage page, PageView view) => RenderAsync<Shell>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Shell.Page)] = page, [nameof(Shell.View)] = view });

    public async Task<byte[]> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        var renderer = new HtmlRenderer(services, loggers);
        await using (renderer.ConfigureAwait(false))
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                using var text = new StringWriter();
                (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters)).ConfigureAwait(false)).WriteHtmlTo(text);
                return Encoding.UTF8.GetBytes(text.ToString());
            }).ConfigureAwait(false);
        }
    }
}
