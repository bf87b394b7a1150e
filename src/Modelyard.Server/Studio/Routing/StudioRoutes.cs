using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle;
using Modelyard.Server.Hosting;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Pages;
using Modelyard.Server.Studio.Pages.Alarms;
using Modelyard.Server.Studio.Pages.Data;
using Modelyard.Server.Studio.Pages.Home;
using Modelyard.Server.Studio.Pages.Models;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Pages.Monitors.Rules;
using Modelyard.Server.Studio.Pages.Runs;
using Modelyard.Server.Studio.Pages.Settings;
using Modelyard.Server.Studio.Pages.Traffic;
using Modelyard.Server.Studio.Pages.Trying;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Maps the pages of the studio, each with its JSON twin and its tables as CSV, and what can be done there.</summary>
internal sealed class StudioRoutes(RouteMap map, StudioYard yard, PageRenderer renderer, StudioActions actions, TryReader trying, EventStream events)
{
    private const string LightTheme = "light", DarkTheme = "dark", MachineTheme = "auto", ThemeCookie = "modelyard-theme";
    private const int MostTried = 4 << 20, MostLink = 4000;

    public void Map()
    {
        map.Get("/studio/assets/{file}", Access.Anyone, null, StudioAnswer.AssetAsync);
        map.Stream("/studio/events", Access.Viewer, events.SendAsync);
        Page("/studio", HomeReader.Read);
        Page("/studio/models", ModelListReader.Read);
        Page("/studio/models/{name}", ModelReader.Read);
        Page("/studio/models/{name}/versions/{version}", VersionReader.Read);
        Page("/studio/models/{name}/try", trying.Read);
        Page("/studio/models/{name}/traffic", TrafficReader.Read);
        Page("/studio/monitors", MonitorListReader.Read);
        Page("/studio/monitors/{name}", MonitorReader.Read);
        Page("/studio/monitors/{name}/rules", RulesReader.Read);
        Page("/studio/alarms", AlarmListReader.Read);
        Page("/studio/alarms/{id}", AlarmReader.Read);
        Page("/studio/runs", RunListReader.Read);
        Page("/studio/runs/compare", RunComparisonReader.Read);
        Page("/studio/runs/{id}", RunReader.Read);
        Page("/studio/data", DataListReader.Read);
        Page("/studio/settings", SettingsReader.Read, Access.Admin);
        map.Get("/studio/runs/{id}/artifacts/{name}", Access.Viewer, null, SendArtifactAsync);
        Action("/studio/models/{name}/promote", actions.PromoteAsync);
        Action("/studio/models/{name}/try", TryAsync);
        Action("/studio/models/{name}/score", actions.ScoreAsync);
        Action("/studio/models/{name}/score/preview", actions.PreviewAsync);
        Action("/studio/monitors/{name}/rules", SetRulesAsync);
        Action("/studio/alarms/{id}/acknowledge", actions.AcknowledgeAsync);
        Action("/studio/alarms/{id}/silence", actions.SilenceAsync);
        var settings = new SettingsActions(yard);
        Setting("/studio/settings/tokens", settings.GiveAsync);
        Setting("/studio/settings/tokens/revoke", settings.RevokeAsync);
        Setting("/studio/settings/channels", settings.AddChannelAsync);
        Setting("/studio/settings/channels/act", settings.ActAsync);
        map.Get("/studio/{**rest}", Access.Viewer, null, MissAsync);
    }

    private void Action(string pattern, RequestDelegate act) => map.Post(pattern, Access.Operator, null, context => GuardAsync(context, PageFormat.Html, () => act(context)));

    /// <summary>Maps what an admin does in the settings, which answers with the settings as they are then.</summary>
    private void Setting(string pattern, Func<HttpContext, Task<SettingsPage>> act) => map.Post(pattern, Access.Admin, null, context => GuardAsync(context, PageFormat.Html, async () =>
        await SendPageAsync(new PageRequest(context), await act(context).ConfigureAwait(false)).ConfigureAwait(false)));

    /// <summary>Answers a form of values with the page that shows what the model makes of them.</summary>
    private async Task TryAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await StudioActions.ReadAsync(context, MostTried).ConfigureAwait(false);
        TryPage page = await Task.Run(() => trying.Read(yard, request, form), context.RequestAborted).ConfigureAwait(false);
        if (TryReader.Link(page) is { Length: <= MostLink } link)
        {
            context.Response.Headers["HX-Replace-Url"] = link;
        }

        await SendPageAsync(request, page).ConfigureAwait(false);
    }

    /// <summary>Tests the rules of a form on history, or keeps them.</summary>
    private async Task SetRulesAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await StudioActions.ReadAsync(context, MostTried).ConfigureAwait(false);
        (string name, RuleDraft draft) = (request.Route("name"), RuleDraft.Read(form));
        RulesPage page = await Task.Run(() => RulesReader.Test(yard, name, draft), context.RequestAborted).ConfigureAwait(false);
        if (draft.Act == RuleDraft.Keep && page.CanBeKept)
        {
            await Task.Run(() => yard.Yard.Monitors.SetRules(name, RulesReader.Parse(page.Yaml))).ConfigureAwait(false);
            await StudioAnswer.LeadAsync(context, $"{PageUrl.Of("monitors", name, "rules")}?kept=yes").ConfigureAwait(false);
            return;
        }

        await SendPageAsync(request, page).ConfigureAwait(false);
    }

    /// <summary>Sends a file that a run made. Reports are pages that may do nothing; whatever else is downloaded.</summary>
    private Task SendArtifactAsync(HttpContext context) => GuardAsync(context, PageFormat.Html, async () =>
    {
        var request = new PageRequest(context);
        string name = request.Route("name");
        byte[] content = await Task.Run(() => Content(request.Route("id"), name), context.RequestAborted).ConfigureAwait(false);
        await (name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? StudioAnswer.ReportAsync(context, content) : StudioAnswer.FileAsync(context, "application/octet-stream", name, content)).ConfigureAwait(false);
    });

    private byte[] Content(string id, string name)
    {
        Run run = yard.Yard.Runs.Get(id);
        RunArtifact artifact = run.Artifacts.FirstOrDefault(one => one.Name == name)
            ?? throw new StudioFaultException(StatusCodes.Status404NotFound, "path", "not_found", $"The run '{run.Id}' has no artifact '{name}'. It has {(run.Artifacts.Count == 0 ? "none" : string.Join(", ", run.Artifacts.Select(one => $"'{one.Name}'")))}.");
        using Stream content = yard.Yard.Artifacts.Open(artifact.Digest);
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void Page(string pattern, Func<StudioYard, PageRequest, StudioPage> read, Access least = Access.Viewer)
    {
        foreach (PageFormat format in Enum.GetValues<PageFormat>())
        {
            string suffix = format switch { PageFormat.Json => ".json", PageFormat.Csv => ".csv", _ => "" };
            map.Get(pattern + suffix, least, null, context => AnswerAsync(context, format, read));
        }
    }

    /// <summary>Reads a page and sends it as it is asked for.</summary>
    private Task AnswerAsync(HttpContext context, PageFormat format, Func<StudioYard, PageRequest, StudioPage> read) => GuardAsync(context, format, async () =>
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
    });

    /// <summary>Shows what is wrong as a page, or where a program asks as a problem document.</summary>
    private async Task GuardAsync(HttpContext context, PageFormat format, Func<Task> answer)
    {
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StudioFaultException or YardException || (fault is RequestFaultException && format == PageFormat.Html))
        {
            await RefuseAsync(context, format, Told(context, fault)).ConfigureAwait(false);
        }
    }

    private static StudioFaultException Told(HttpContext context, Exception fault) => fault as StudioFaultException ?? (fault is RequestFaultException request
        ? new StudioFaultException(request.Status, "$", "refused", request.Message)
        : context.Request.RouteValues.Count > 0
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
            PageUrl.Of(request.Context.Request), request.Caller.Name, request.Caller.Access >= Access.Operator, request.Caller.Access >= Access.Admin, theme is LightTheme or DarkTheme ? theme : MachineTheme, request.Now, yard.OpenAlarms());
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
