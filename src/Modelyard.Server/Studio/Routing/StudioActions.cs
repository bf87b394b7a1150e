using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Pages.Models;
using Modelyard.Server.Studio.Pages.Trying;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Does what the forms of pages ask for, and leads back to the page.</summary>
internal sealed class StudioActions(StudioYard yard, PageRenderer renderer, ModelServerOptions options, MemoryLimit memory)
{
    private const int MostForm = 1 << 20, MostHours = 24 * 90, MostFields = 20_000, MostFile = 16 << 20;

    /// <summary>Answers <c>POST /studio/models/NAME/promote</c>.</summary>
    public async Task PromoteAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await ReadAsync(context, MostForm).ConfigureAwait(false);
        int version = Number(form, "version", 1, int.MaxValue);
        string name = request.Route("name");
        await Task.Run(() => ChampionHistory.Promote(yard.Yard.Models, name, version, request.Caller.Name, request.Now)).ConfigureAwait(false);
        await StudioAnswer.LeadAsync(context, PageUrl.Of("models", name, "versions", version.ToString(CultureInfo.InvariantCulture))).ConfigureAwait(false);
    }

    /// <summary>Answers <c>POST /studio/alarms/ID/acknowledge</c>.</summary>
    public async Task AcknowledgeAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await ReadAsync(context, MostForm).ConfigureAwait(false);
        Alarm alarm = Find(request);
        await Task.Run(() => yard.Yard.Alarms.Acknowledge(alarm.Id, request.Caller.Name, Text(form, "note"))).ConfigureAwait(false);
        await StudioAnswer.LeadAsync(context, PageUrl.Of("alarms", request.Route("id"))).ConfigureAwait(false);
    }

    /// <summary>Answers <c>POST /studio/alarms/ID/silence</c>; no hours end a silence.</summary>
    public async Task SilenceAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await ReadAsync(context, MostForm).ConfigureAwait(false);
        Alarm alarm = Find(request);
        int hours = Number(form, "hours", 0, MostHours);
        string by = Text(form, "reason") is { } reason ? $"{reason} ({request.Caller.Name})" : request.Caller.Name;
        await Task.Run(() => yard.Yard.Alarms.Silence(alarm.Monitor, request.Now.AddHours(hours), by)).ConfigureAwait(false);
        await StudioAnswer.LeadAsync(context, PageUrl.Of("alarms", request.Route("id"))).ConfigureAwait(false);
    }

    /// <summary>Answers <c>POST /studio/models/NAME/score</c> with the scored table.</summary>
    public async Task ScoreAsync(HttpContext context)
    {
        (ServedModel model, Frame scored, string name) = await ScoredAsync(context).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        CsvWriter.Write(scored, bytes);
        await StudioAnswer.FileAsync(context, "text/csv; charset=utf-8", $"{Path.GetFileNameWithoutExtension(name)}-{model.Version.Name}.csv", bytes.ToArray()).ConfigureAwait(false);
    }

    /// <summary>Answers <c>POST /studio/models/NAME/score/preview</c> with the first rows as a part of the page.</summary>
    public async Task PreviewAsync(HttpContext context)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        try
        {
            (ServedModel model, Frame scored, _) = await ScoredAsync(context).ConfigureAwait(false);
            parameters[nameof(ScorePreview.Table)] = BatchScore.Preview(model, scored);
        }
        catch (Exception fault) when (fault is RequestFaultException or StudioFaultException)
        {
            parameters[nameof(ScorePreview.Fault)] = fault.Message;
        }

        await StudioAnswer.PageAsync(context, await renderer.RenderAsync<ScorePreview>(parameters).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Reads a form of a bounded length.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext context, int most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        if (!context.Request.HasFormContentType)
        {
            throw new StudioFaultException(StatusCodes.Status415UnsupportedMediaType, "header Content-Type", "unsupported_media_type", "The request must be a form: 'application/x-www-form-urlencoded' or 'multipart/form-data'.");
        }

        try
        {
            return await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = most, ValueLengthLimit = MostForm, ValueCountLimit = MostFields, MemoryBufferThreshold = most }, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new StudioFaultException(StatusCodes.Status413PayloadTooLarge, "$", "too_large", $"The form is larger than the {most / 1024:N0} KiB that this page takes.");
        }
        catch (InvalidDataException fault)
        {
            throw new StudioFaultException(StatusCodes.Status400BadRequest, "$", "malformed_form", $"The form cannot be read: {fault.Message}");
        }
    }

    private async Task<(ServedModel Model, Frame Scored, string Name)> ScoredAsync(HttpContext context)
    {
        var request = new PageRequest(context);
        IFormCollection form = await ReadAsync(context, Math.Min(options.MaxBodyBytes, MostFile) + MostForm).ConfigureAwait(false);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            throw new StudioFaultException(StatusCodes.Status400BadRequest, "file", "missing_file", "There is no file, or it is empty. Choose a CSV file with a header.");
        }

        if (file.Length > options.MaxBodyBytes)
        {
            throw new StudioFaultException(StatusCodes.Status413PayloadTooLarge, "file", "body_too_long", $"The file has {NumberText.Count(file.Length)} bytes and may have {NumberText.Count(options.MaxBodyBytes)}. Score it in parts.");
        }

        byte[] csv = new byte[file.Length];
        using (Stream content = file.OpenReadStream())
        {
            await content.ReadExactlyAsync(csv, context.RequestAborted).ConfigureAwait(false);
        }

        int version = Number(form, "version", 1, int.MaxValue);
        return await Task.Run(
            () =>
            {
                ServedModel model = yard.Load(yard.Yard.Models.Resolve($"{request.Route("name")}:{version}"));
                return (model, BatchScore.Score(model, csv, options.MaxRows, memory), file.FileName);
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    private Alarm Find(PageRequest request) => long.TryParse(request.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
        ? yard.Yard.Alarms.Get(id)
        : throw new StudioFaultException(StatusCodes.Status404NotFound, "path", "not_found", $"There is no alarm '{request.Route("id")}': alarms have numbers.");

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static int Number(IFormCollection form, string name, int least, int most)
    {
        string text = form[name].ToString();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new StudioFaultException(StatusCodes.Status400BadRequest, $"form {name}", "bad_form", $"'{name}' is '{text}' and must be a whole number from {least} to {most}.");
    }
}
