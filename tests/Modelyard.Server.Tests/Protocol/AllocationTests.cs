using System.Net.Sockets;
using System.Text;

namespace Modelyard.Server.Tests.Protocol;

[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("/invocations?model=price", """{"dataframe_split":{"columns":["x0","x1","x2"],"data":[[1,2,3]]}}""", 800)]
    [InlineData("/invocations", """{"dataframe_split":{"columns":["tenure","plan of \"use\"","paperless","since"],"data":[[1,"größer",true,"2021-06-01"]]}}""", 300)]
    [InlineData("/invocations", """{"dataframe_records":[{"tenure":1,"plan of \"use\"":"plus","paperless":true,"since":null}],"params":{"probabilities":true}}""", 300)]
    [InlineData("/invocations", """{"instances":[[1,"plus",true,null]]}""", 300)]
    [InlineData("/v2/models/churn/infer", """{"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[1]},{"name":"plan of \"use\"","shape":[1],"datatype":"BYTES","data":["plus"]},{"name":"paperless","shape":[1],"datatype":"BOOL","data":[true]},{"name":"since","shape":[1],"datatype":"FP64","data":[null]}]}""", 300)]
    [InlineData("/v2/models/price/infer", """{"inputs":[{"name":"input","shape":[1,3],"datatype":"FP64","data":[1,2,3]}]}""", 300)]
    public async Task A_request_for_one_row_allocates_next_to_nothing(string path, string body, int most)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { PollInterval = TimeSpan.FromMinutes(1) });
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(System.Net.IPAddress.Loopback, server.Port);
        byte[] request = Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        byte[] answer = new byte[4096];
        void Ask(int times)
        {
            for (int i = 0; i < times; i++)
            {
                client.Send(request);
                Assert.True(client.Receive(answer) > 0 && answer.AsSpan().StartsWith("HTTP/1.1 200"u8), Encoding.UTF8.GetString(answer));
            }
        }

        const int Times = 2000;
        Ask(500);
        double least = double.PositiveInfinity;

        // What the runtime does beside, such as compiling the loop better, allocates too: the least of several runs is the requests' own.
        for (int run = 0; run < 4; run++)
        {
            long before = GC.GetTotalAllocatedBytes();
            Ask(Times);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes() - before) / (double)Times);
        }

        Assert.True(least < most, $"A request allocates {least:0} bytes and may allocate {most}.");
    }
}
