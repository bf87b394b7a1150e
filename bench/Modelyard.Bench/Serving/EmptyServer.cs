using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Modelyard.Bench.Serving;

/// <summary>Makes the endpoint that other servers are measured against: a minimal API that answers any body with the same JSON object.</summary>
public static class EmptyServer
{
    /// <summary>Builds the server, on a free port.</summary>
    /// <param name="path">The path of the endpoint.</param>
    /// <returns>The server, which is then to be started.</returns>
    public static WebApplication Build(string path)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost(path, () => TypedResults.Json(new Answer([3932.8])));
        return server;
    }

    private sealed record Answer(double[] Predictions);
}
