using System.Globalization;
using Modelyard.Agent;

// Records without end, and says what it has been told is on the disk.
await using var agent = PredictionAgent.Open(new AgentOptions(new Uri(args[0]), "price", args[1]) { BatchRows = 7 });
for (int i = 0; ; i++)
{
    string request = agent.Record(new Dictionary<string, object?> { ["x0"] = i, ["x1"] = 1.5, ["x2"] = null }, 0.5 * i);
    agent.Label(request, i);
    if (i % 3 == 0)
    {
        await agent.FlushAsync();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"flushed {request}"));
        Console.Out.Flush();
    }
}
