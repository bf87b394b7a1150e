using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Protocol;

[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    /// <summary>The bytes that a request may allocate beyond what Kestrel does for one that nobody reads into; measured: 0 beyond 110.</summary>
    private const double Most = 40;

    [Theory]
    [InlineData("/invocations?model=price", """{"dataframe_split":{"columns":["x0","x1","x2"],"data":[[1,2,3]]}}""")]
    [InlineData("/invocations", """{"dataframe_split":{"columns":["tenure","plan of \"use\"","paperless","since"],"data":[[1,"größer",true,"2021-06-01"]]}}""")]
    [InlineData("/invocations", """{"dataframe_records":[{"tenure":1,"plan of \"use\"":"plus","paperless":true,"since":null}],"params":{"probabilities":true}}""")]
    [InlineData("/invocations", """{"instances":[[1,"plus",true,null]]}""")]
    [InlineData("/v2/models/churn/infer", """{"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[1]},{"name":"plan of \"use\"","shape":[1],"datatype":"BYTES","data":["plus"]},{"name":"paperless","shape":[1],"datatype":"BOOL","data":[true]},{"name":"since","shape":[1],"datatype":"FP64","data":[null]}]}""")]
    [InlineData("/v2/models/price/infer", """{"inputs":[{"name":"input","shape":[1,3],"datatype":"FP64","data":[1,2,3]}]}""")]
    public async Task A_request_for_one_row_allocates_what_an_empty_endpoint_does(string path, string body)
    {
        double empty = await MeasureEmptyAsync(path, body);
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { PollInterval = TimeSpan.FromMinutes(1) });
        double own = Measure(server.Port, path, body);
        Assert.True(own - empty < Most, $"A request allocates {own:0} bytes, and one to an empty endpoint {empty:0}; {Most} more are allowed.");
    }

    [Theory]
    [InlineData("*", "/invocations?model=price", """{"instances":[[1,2,3]]}""")]
    [InlineData("pri*", "/v2/models/price/infer", """{"inputs":[{"name":"input","shape":[1,3],"datatype":"FP64","data":[1,2,3]}]}""")]
    public async Task A_token_and_a_rate_cost_a_request_no_memory(string models, string path, string body)
    {
        await using Security.TokenServer server = await Security.TokenServer.StartAsync(options => options with { PollInterval = TimeSpan.FromMinutes(1), Rate = 1e9, Predictions = null, Watch = null });
        string header = $"Authorization: Bearer {server.Give("ci", TokenRole.Operator, TokenScopes.Predict, models)}\r\n";
        double empty = await MeasureEmptyAsync(path, body, header), own = Measure(server.Server.Port, path, body, header);
        Assert.True(own - empty < Most, $"A request allocates {own:0} bytes, and one to an empty endpoint {empty:0}; {Most} more are allowed.");
    }

    /// <summary>Measures an endpoint that passes over the body and answers with a constant.</summary>
    private static async Task<double> MeasureEmptyAsync(string path, string body, string header = "")
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        await using WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        byte[] bytes = "{}"u8.ToArray();
        server.Run(async context =>
        {
            System.IO.Pipelines.ReadResult read = await context.Request.BodyReader.ReadAsync();
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            context.Response.ContentLength = bytes.Length;
            await context.Response.BodyWriter.WriteAsync(bytes);
        });
        await server.StartAsync();
        return Measure(new Uri(server.Urls.First()).Port, path, body, header);
    }

    /// <summary>Measures the bytes that a request allocates, after the code is compiled.</summary>
    private static double Measure(int port, string path, string body, string header = "")
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);

        // A socket that was connected asynchronously never blocks again, and then allocates to wait.
        client.Connect(IPAddress.Loopback, port);
        byte[] request = Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\n{header}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        byte[] answer = new byte[4096];
        void Ask(int times)
        {
            for (int i = 0; i < times; i++)
            {
                client.Send(request);

                // The text of a failure is made only if there is one: made each time, it would be most of what is measured.
                if (client.Receive(answer) == 0 || !answer.AsSpan().StartsWith("HTTP/1.1 200"u8))
                {
                    Assert.Fail(Encoding.UTF8.GetString(answer));
                }
            }
        }

        const int Times = 2000;
        Ask(2000);
        double least = double.PositiveInfinity;

        // What the runtime does beside, such as compiling the loop better, allocates too: the least of several runs is the requests' own.
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetTotalAllocatedBytes();
            Ask(Times);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes() - before) / (double)Times);
        }

        return least;
    }
}
