using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Models;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Telemetry;

/// <summary>Traces requests: a span for each, with spans of its parts in it. Where nobody listens no span is made.</summary>
/// <param name="scheme">The scheme of the server's address.</param>
internal sealed class ServerTrace(string scheme) : IDisposable
{
    public const string Name = "Modelyard.Server";

    /// <summary>The tag with the number of rows.</summary>
    public const string RowsTag = "modelyard.rows";

    /// <summary>The arrival of the body.</summary>
    public const string Read = "modelyard.read";

    /// <summary>The making of rows from the body.</summary>
    public const string Prepare = "modelyard.prepare";

    /// <summary>The work of the model.</summary>
    public const string Predict = "modelyard.predict";

    /// <summary>The explaining of predictions.</summary>
    public const string Explain = "modelyard.explain";

    /// <summary>The making of intervals or sets.</summary>
    public const string Intervals = "modelyard.intervals";

    /// <summary>The making of the spread of an ensemble.</summary>
    public const string Spread = "modelyard.spread";

    /// <summary>The writing to the log of predictions.</summary>
    public const string Log = "modelyard.log";

    private const int FirstError = 500;
    private const int LongestPath = 200;

    private static int s_servers;

    /// <summary>Gets the source of the spans, which no other server of the process shares.</summary>
    /// <remarks>Listeners find sources by their names, so that a second server of a process has a name of its own.</remarks>
    public ActivitySource Source { get; } = new(Interlocked.Increment(ref s_servers) is > 1 and int number ? $"{Name}.{number}" : Name);

    /// <summary>Begins the span of a request, as a child of that which its caller says by the headers of W3C's Trace Context.</summary>
    /// <returns>The span; null if nobody listens.</returns>
    public Activity? StartRequest(HttpContext context)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        HttpRequest request = context.Request;
        bool hasCaller = ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out ActivityContext caller);
        Activity? span = Source.StartActivity(request.Method, ActivityKind.Server, hasCaller ? caller : default);
        if (span is { IsAllDataRequested: true })
        {
            string path = request.Path.Value ?? "/";
            span.SetTag("url.scheme", scheme);
            span.SetTag("url.path", path.Length <= LongestPath ? path : path[..LongestPath]);
        }

        return span;
    }

    /// <summary>Ends the span of a request.</summary>
    /// <param name="span">The span.</param>
    /// <param name="route">The route that answered.</param>
    /// <param name="status">The status of the answer.</param>
    public static void EndRequest(Activity span, RouteMetrics route, int status)
    {
        span.DisplayName = route.Route is null ? route.Method : $"{route.Method} {route.Route}";
        span.SetTag("http.request.method", route.Method);
        span.SetTag("http.route", route.Route);
        span.SetTag("http.response.status_code", status);
        if (status >= FirstError)
        {
            span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Begins the span of a part of a request.</summary>
    /// <param name="name">The name, one of those above.</param>
    /// <param name="model">The model that the part is of.</param>
    /// <returns>The span; null if nobody listens or the request is not one of those that are traced.</returns>
    public Activity? Start(string name, ServedModel model)
    {
        Activity? span = Source.StartActivity(name);
        span?.SetTag("model", model.Version.Name);
        span?.SetTag("model_version", model.Version.Version);
        return span;
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
