using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Modelyard.Lifecycle;
using Modelyard.Server.Hosting;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Pages;
using Modelyard.Server.Studio.Pages.Models;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Maps the pages of the studio, each with its JSON twin and its tables as CSV, and what can be done there.</summary>
internal sealed class StudioRoutes(WebApplication server, StudioYard yard, PageRenderer renderer, EventStream events)
{
    private const string LightTheme = "light", DarkTheme = "dark", MachineTheme = "auto", ThemeCookie = "modelyard-theme";

    public void Map()
    {
        server.MapMethods("/studio/assets/{file}", [HttpMethods.Get, HttpMethods.Head], StudioAnswer.AssetAsync).WithMetadata(new RouteAccess(Access.Anyone));
        server.MapGet("/studio/events", events.SendAsync).WithMetadata(new RouteAccess(Access.Viewer));
        Page("/studio/models", ModelListReader.Read);
        server.MapMethods("/studio/{**rest}", [HttpMethods.Get, HttpMethods.Head], MissAsync).WithMetadata(new RouteAccess(Access.Viewer));
    }

    private void Page(string pattern, Func<StudioYard, PageRequest, StudioPage> read)
    {
        foreach (PageFormat format in Enum.GetValues<PageFormat>())
        {
            string suffix = format switch { PageFormat.Json => ".json", PageFormat.Csv => ".csv", _ => "" };
            server.MapMethods(pattern + suffix, [HttpMethods.Get, HttpMethods.Head], context => AnswerAsync(context, format, read)).WithMetadata(new RouteAccess(Access.Viewer));
        }
    }

    /// <summary>Reads a page and sends it as it is asked for.</summary>
    private async Task AnswerAsync(HttpContext context, PageFormat format, Func<StudioYard, PageRequest, StudioPage> read)
    {
        try
        {
            var request = new PageRequest(context);

            // The disk takes its time, which is not that of the threads that answer.
            StudioPage page = await Task.Run(() => read(yard, request), context.RequestAborted).ConfigureAwait(false);
            await (format switch
            {
                PageFormat.Json => StudioAnswer.JsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(page, page.GetType(), StudioJson.Default)),
                PageFormat.Csv => SendTableAsync(request, page),
                _ => SendPageAsync(request, page),
            }).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StudioFaultException or YardException)
        {
            await RefuseAsync(context, format, Told(context, fault)).ConfigureAwait(false);
        }
    }

    private static StudioFaultException Told(HttpContext context, Exception fault) => fault as StudioFaultException ?? (context.Request.RouteValues.Count > 0
        ? new StudioFaultException(StatusCodes.Status404NotFound, "path", "not_found", fault.Message)
        : new StudioFaultException(StatusCodes.Status503ServiceUnavailable, "$", "unreadable", fault.Message));

    private static Task SendTableAsync(PageRequest request, StudioPage page)
    {
        string name = request.Query.Choice("table", page.Tables.Count > 0 ? page.Tables[0].Name : "", [.. page.Tables.Select(table => table.Name)]);
        DataTable table = page.Tables.FirstOrDefault(table => table.Name == name)
            ?? throw new StudioFaultException(StatusCodes.Status404NotFound, "path", "not_found", "This page has no table now; it has one as soon as there is something to list.");
        return StudioAnswer.FileAsync(request.Context, "text/csv; charset=utf-8", $"{table.Name}.csv", TableCsv.Write(table));
    }

    private async Task SendPageAsync(PageRequest request, StudioPage page) =>
        await StudioAnswer.PageAsync(request.Context, await renderer.RenderAsync(page, ViewOf(request)).ConfigureAwait(false)).ConfigureAwait(false);

    private PageView ViewOf(PageRequest request)
    {
        string? theme = request.Context.Request.Cookies[ThemeCookie];
        return new PageView(
            PageUrl.Of(request.Context.Request), request.Caller.Name, request.Caller.Access >= Access.Operator, theme is LightTheme or DarkTheme ? theme : MachineTheme, request.Now, yard.OpenAlarms());
    }

    private Task MissAsync(HttpContext context) => RefuseAsync(
        context,
        PageFormat.Html,
        new StudioFaultException(StatusCodes.Status404NotFound, "path", "not_found", $"There is no page '{context.Request.Path.Value}'. The studio has Home, Models, Monitors, Alarms, Runs and Data."));

    private async Task RefuseAsync(HttpContext context, PageFormat format, StudioFaultException fault)
    {
        if (format != PageFormat.Html)
        {
            throw RequestFaultException.At(fault.Place, fault.Code, null, fault.Message, fault.Status);
        }

        context.Response.StatusCode = fault.Status;
        await SendPageAsync(new PageRequest(context), new FaultPage(fault.Status, fault.Message)).ConfigureAwait(false);
    }
}
