using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Security;
using Modelyard.Server.Studio;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Hosting;

/// <summary>Answers the requests that carry rows.</summary>
internal sealed class InferenceRoutes(ModelSet models, ModelServerOptions options, MemoryLimit memory, RequestLog log, ServerTelemetry telemetry, StudioYard? studio = null)
{
    private const string InvocationPath = "/invocations";
    private const string ModelPath = "/v2/models/";
    private const string InferPath = "/infer";
    private const string ModelQuery = "?model=";
    private const int MostNamed = 20;

    // What the routing would have found, for those who count by route and those who decide who may call it.
    private readonly Endpoint _invocations = telemetry.Requests.EndpointOf(InvocationPath, HttpMethods.Post, new RouteAccess(Access.Operator), Scope);
    private readonly Endpoint _infer = telemetry.Requests.EndpointOf($"{ModelPath}{{name}}{InferPath}", HttpMethods.Post, new RouteAccess(Access.Operator), Scope);

    /// <summary>Gets which tokens may predict.</summary>
    public static RouteScope Scope { get; } = new(TokenScopes.Predict, KeepsToModels: true);

    /// <summary>Recognises the requests that a server has most of, without the routing, which would find the same.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">Gets the route.</param>
    /// <param name="model">Gets the model if the path names it.</param>
    /// <returns>False if it is another request.</returns>
    public bool TryMatch(HttpContext context, [NotNullWhen(true)] out Endpoint? endpoint, out ServedModel? model)
    {
        endpoint = null;
        model = null;
        string? path = context.Request.Path.Value;
        if (path is null || !HttpMethods.IsPost(context.Request.Method))
        {
            return false;
        }

        if (path == InvocationPath)
        {
            endpoint = _invocations;
            return true;
        }

        bool isInfer = path.Length > ModelPath.Length + InferPath.Length && path.StartsWith(ModelPath, StringComparison.Ordinal) && path.EndsWith(InferPath, StringComparison.Ordinal);
        model = isInfer ? models.Current.Find(path.AsSpan(ModelPath.Length..^InferPath.Length)) : null;
        endpoint = model is null ? null : _infer;
        return endpoint is not null;
    }

    /// <summary>Answers a request that was recognised and let through.</summary>
    /// <param name="context">The request.</param>
    /// <param name="grant">What its caller was given.</param>
    /// <param name="model">The model if the path names it.</param>
    public Task AnswerAsync(HttpContext context, Grant grant, ServedModel? model) =>
        model is null ? InvokeAsync(context, grant)
        : grant.IsFor(model.Version.Name) ? InferAsync(context, model)
        : throw Unknown(model.Version.Name, "path", grant);

    /// <summary>Answers <c>POST /invocations</c>.</summary>
    public Task InvokeAsync(HttpContext context) => InvokeAsync(context, Grant.Of(context));

    /// <summary>Answers <c>POST /v2/models/NAME/infer</c>.</summary>
    public Task InferAsync(HttpContext context) => InferAsync(context, Find(context));

    /// <summary>Gets the models that a caller may know of.</summary>
    public IEnumerable<ServedModel> KnownTo(Grant grant) => models.Current.Models.Where(model => grant.IsFor(model.Version.Name));

    /// <summary>Finds the model that the path names.</summary>
    public ServedModel Find(HttpContext context)
    {
        RouteValueDictionary values = context.Request.RouteValues;
        ServedModel model = Find((string)values["name"]!, "path", Grant.Of(context));
        return values.TryGetValue("version", out object? version) && (string?)version != model.Version.Version
            ? throw RequestFaultException.At(
                "path", "unknown_version", Shorten((string)version!), $"The version '{Shorten((string)version!)}' of the model '{model.Version.Name}' is not served; '{model.Version.Version}' is.", StatusCodes.Status404NotFound)
            : model;
    }

    /// <summary>Makes the fault of a body that is not of the types that a route takes.</summary>
    public static RequestFaultException WrongMedia(HttpRequest request, string expected) => RequestFaultException.At(
        "header Content-Type", "unsupported_media_type", request.ContentType is { } type ? Shorten(type) : null, $"The request must have {expected}, in UTF-8.", StatusCodes.Status415UnsupportedMediaType);

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private async Task InvokeAsync(HttpContext context, Grant grant)
    {
        ServedModel model = context.Request.QueryString.HasValue ? FindByQuery(context.Request, grant) : FirstFor(grant);
        CountAs(context, model);
        bool isCsv = RequestBody.IsCsv(context.Request);
        if (!isCsv && !RequestBody.IsJson(context.Request))
        {
            throw WrongMedia(context.Request, "'Content-Type: application/json' or 'Content-Type: text/csv'");
        }

        long started = Stopwatch.GetTimestamp();
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            await ReadBodyAsync(context, model, scratch).ConfigureAwait(false);
            Invoke(model, scratch, isCsv);
            log.Write(context, model, scratch, [], started);
            await JsonAnswer.SendAsync(context, "application/json", scratch.Answer.Written).ConfigureAwait(false);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Has the request counted as one of a model, whatever comes of it; Kestrel keeps the place for it from request to request of a connection.</summary>
    private void CountAs(HttpContext context, ServedModel model) => context.Features.Set(telemetry.Models.Of(model).Requests);

    private ServedModel FindByQuery(HttpRequest request, Grant grant)
    {
        // What nearly every query is, a name written as it is, needs no dictionary of the query.
        ReadOnlySpan<char> query = request.QueryString.Value;
        if (query.StartsWith(ModelQuery, StringComparison.Ordinal) && !query.ContainsAny('%', '+', '&') && models.Current.Find(query[ModelQuery.Length..]) is { } model && grant.IsFor(model.Version.Name))
        {
            return model;
        }

        return request.Query["model"].ToString() is { Length: > 0 } name ? Find(name, "query model", grant) : FirstFor(grant);
    }

    private ServedModel FirstFor(Grant grant) =>
        grant.IsForAllModels ? models.Current.First
        : KnownTo(grant).FirstOrDefault() ?? throw RequestFaultException.At("query model", "unknown_model", null, "None of the models that the token is for is served.", StatusCodes.Status404NotFound);

    private ServedModel Find(string name, string place, Grant grant) =>
        (models.Current.Find(name) ?? (grant.IsForAllModels ? studio?.TryLoad(name) : null)) is { } model && grant.IsFor(name) ? model : throw Unknown(name, place, grant);

    /// <summary>Makes the fault of a model that is not served, or is not there for the caller, which are told in the same words.</summary>
    private RequestFaultException Unknown(string name, string place, Grant grant) => RequestFaultException.At(
        place,
        "unknown_model",
        Shorten(name),
        $"There is no model '{Shorten(name)}'. Served: {string.Join(", ", KnownTo(grant).Take(MostNamed).Select(model => $"'{model.Version.Name}'"))}.",
        StatusCodes.Status404NotFound);

    private async Task InferAsync(HttpContext context, ServedModel model)
    {
        CountAs(context, model);
        if (!RequestBody.IsJson(context.Request))
        {
            throw WrongMedia(context.Request, "'Content-Type: application/json'");
        }

        if (context.Request.Headers.ContainsKey("Inference-Header-Content-Length"))
        {
            throw RequestFaultException.At(
                "header Inference-Header-Content-Length", "unsupported_extension", null, "The binary tensor extension is not served; send the tensors as JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        long started = Stopwatch.GetTimestamp();
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            await ReadBodyAsync(context, model, scratch).ConfigureAwait(false);
            Range id = Infer(model, scratch);
            log.Write(context, model, scratch, RequestBody.Text(scratch.Body.Written.Span)[id], started);
            await JsonAnswer.SendAsync(context, "application/json", scratch.Answer.Written).ConfigureAwait(false);
        }
        finally
        {
            scratch.Return();
        }
    }

    private void Invoke(ServedModel model, RequestScratch scratch, bool isCsv)
    {
        ReadOnlySpan<byte> body = RequestBody.Text(scratch.Body.Written.Span);
        InvocationOutputs outputs = InvocationOutputs.None;
        using (telemetry.Trace.Start(ServerTrace.Prepare, model))
        {
            scratch.Rows.Begin(model, options.MaxRows, log.IsOn);
            if (isCsv)
            {
                CsvRows.Read(scratch.Body.Written, model, scratch.Rows, scratch.Faults, scratch.Memory);
            }
            else
            {
                outputs = InvocationReader.Read(body, model, scratch.Rows, scratch.Faults);
            }
        }

        Predict(
            model,
            scratch,
            (outputs & InvocationOutputs.Explanations) != InvocationOutputs.None,
            (outputs & InvocationOutputs.Intervals) != InvocationOutputs.None,
            (outputs & InvocationOutputs.Spread) != InvocationOutputs.None);
        Utf8JsonWriter writer = scratch.Writer;
        AnswerWriter.WriteInvocation(writer, model, scratch, outputs);
        writer.Flush();
    }

    private Range Infer(ServedModel model, RequestScratch scratch)
    {
        ReadOnlySpan<byte> body = RequestBody.Text(scratch.Body.Written.Span);
        InferRequest request;
        using (telemetry.Trace.Start(ServerTrace.Prepare, model))
        {
            scratch.Rows.Begin(model, options.MaxRows, log.IsOn);
            request = InferReader.Read(body, model, scratch.Rows, scratch.Faults);
        }

        Predict(
            model,
            scratch,
            (request.Outputs & InferOutputs.Explanation) != InferOutputs.None,
            (request.Outputs & InferOutputs.Interval) != InferOutputs.None,
            (request.Outputs & InferOutputs.Spread) != InferOutputs.None);
        Utf8JsonWriter writer = scratch.Writer;
        AnswerWriter.WriteInference(writer, model, scratch, request.Outputs, body[request.Id]);
        writer.Flush();
        return request.Id;
    }

    private async Task ReadBodyAsync(HttpContext context, ServedModel model, RequestScratch scratch)
    {
        using (telemetry.Trace.Start(ServerTrace.Read, model))
        {
            await RequestBody.ReadAsync(context.Request, scratch.Body, options).ConfigureAwait(false);
        }
    }

    /// <summary>Predicts the rows, and what else is asked for of them.</summary>
    private void Predict(ServedModel model, RequestScratch scratch, bool explanations, bool intervals, bool spread)
    {
        long deadline = Deadline();
        using (Activity? span = telemetry.Trace.Start(ServerTrace.Predict, model))
        {
            span?.SetTag(ServerTrace.RowsTag, scratch.Rows.Count);
            long started = Stopwatch.GetTimestamp();
            scratch.Predictions.Predict(model, scratch.Rows, deadline);
            telemetry.Models.Of(model).Predicted(scratch.Rows, Stopwatch.GetTimestamp() - started);
        }

        if (explanations)
        {
            using (telemetry.Trace.Start(ServerTrace.Explain, model))
            {
                scratch.Explanations.Explain(model, scratch.Rows, scratch.Predictions.Values, deadline);
            }
        }

        if (intervals)
        {
            using (telemetry.Trace.Start(ServerTrace.Intervals, model))
            {
                scratch.Intervals.Predict(model, scratch.Rows, deadline);
            }
        }

        if (spread)
        {
            using (telemetry.Trace.Start(ServerTrace.Spread, model))
            {
                scratch.Spread.Predict(model, scratch.Rows, deadline);
            }
        }
    }

    private long Deadline() => Environment.TickCount64 + (long)options.RequestTimeout.TotalMilliseconds;
}
