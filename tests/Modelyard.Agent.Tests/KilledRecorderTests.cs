using System.Diagnostics;

namespace Modelyard.Agent.Tests;

public sealed class KilledRecorderTests
{
    private const int Kills = 3;

    [Fact(Timeout = 120_000)]
    public async Task What_was_flushed_before_the_process_was_killed_arrives_once()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        var flushed = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            // In turn with the server there and away.
            if (kill % 2 == 1)
            {
                await server.GoAsync();
            }

            flushed.AddRange(await RecordAndKillAsync(server, 40 + (kill * 25)));
            if (kill % 2 == 1)
            {
                await server.ComeAsync();
            }
        }

        await using (var agent = PredictionAgent.Open(server.Options()))
        {
            await agent.DrainAsync();
            Assert.Equal(0, agent.Status.Refused);
        }

        (double Input, string Label, string Request)[] rows = server.Read();
        Assert.Equal(rows.Length, rows.Select(row => row.Request).Distinct(StringComparer.Ordinal).Count());
        Dictionary<string, (double Input, string Label, string Request)> byRequest = rows.ToDictionary(row => row.Request, StringComparer.Ordinal);
        Assert.True(flushed.Count > 100);
        Assert.All(flushed, request => Assert.Equal(byRequest[request].Input.ToString(System.Globalization.CultureInfo.InvariantCulture), byRequest[request].Label));
    }

    private static async Task<List<string>> RecordAndKillAsync(LoggingServer server, int lines)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Modelyard.Agent.CrashWriter.dll"), server.Address.ToString(), server.AgentFolder]) { UseShellExecute = false, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        List<string> flushed = [];
        while (flushed.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            flushed.Add(line.Split(' ')[1]);
        }

        process.Kill();
        await process.WaitForExitAsync();

        // A last line may be half written.
        string rest = await process.StandardOutput.ReadToEndAsync();
        flushed.AddRange(rest.Split('\n')[..^1].Select(line => line.Split(' ')[1]));
        return flushed;
    }
}
