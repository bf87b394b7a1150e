using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Modelyard.Bench;

/// <summary>Lays our measurements beside the peers', as a table and as JSON.</summary>
public static class Comparison
{
    /// <summary>Gets how results are written: one object a line, names in camel case.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    private static JsonSerializerOptions Indented { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the results and returns the table.</summary>
    /// <param name="measured">The folder with ours-*.jsonl, peer-*.jsonl and notes.txt.</param>
    /// <param name="results">The path of the JSON file. Rows of workloads that were not measured this time stay in it.</param>
    /// <returns>The table, for people.</returns>
    public static string Write(string measured, string results)
    {
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        List<WorkloadResult> ours = ReadResults(measured, "ours-*.jsonl");
        List<WorkloadResult> peers = ReadResults(measured, "peer-*.jsonl");
        List<ComparedRow> rows = [];
        foreach (WorkloadResult own in ours)
        {
            WorkloadResult[] found = [.. peers.Where(peer => peer.Name == own.Name)];
            rows.AddRange(found.Length == 0 ? [ComparedRow.Of(own, null, day)] : found.Select(peer => ComparedRow.Of(own, peer, day)));
        }

        rows.AddRange(peers.Where(peer => ours.TrueForAll(own => own.Name != peer.Name)).Select(peer => ComparedRow.Of(null, peer, day)));
        string path = Path.Combine(measured, "notes.txt");
        string[] notes = File.Exists(path) ? File.ReadAllLines(path) : [];
        WriteJson(results, rows, notes);
        return Table(rows, notes);
    }

    private static void WriteJson(string results, List<ComparedRow> rows, string[] notes)
    {
        List<ComparedRow> all = [.. rows];
        if (File.Exists(results))
        {
            using var earlier = JsonDocument.Parse(File.ReadAllText(results));
            List<ComparedRow> kept = earlier.RootElement.GetProperty("rows").Deserialize<List<ComparedRow>>(Json)!;
            all.AddRange(kept.Where(row => rows.TrueForAll(fresh => fresh.Workload != row.Workload)));
        }

        var document = new
        {
            processors = Environment.ProcessorCount,
            architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            vectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
            runtime = RuntimeInformation.FrameworkDescription,
            rows = all.OrderBy(row => row.Workload, StringComparer.Ordinal).ThenBy(row => row.Peer, StringComparer.Ordinal),
            notes,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(results))!);
        File.WriteAllText(results + ".tmp", JsonSerializer.Serialize(document, Indented) + "\n");
        File.Move(results + ".tmp", results, overwrite: true);
    }

    /// <summary>Reads one side's results. What was measured in several rounds becomes one result.</summary>
    private static List<WorkloadResult> ReadResults(string folder, string files) =>
    [
        .. Directory.GetFiles(folder, files)
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonSerializer.Deserialize<WorkloadResult>(line, Json)!)
            .GroupBy(result => (result.Name, result.Peer))
            .Select(WorkloadResult.Median),
    ];

    private static string Table(List<ComparedRow> rows, string[] notes)
    {
        var text = new StringBuilder();
        List<ComparedRow> servers = rows.FindAll(row => row.Rate is not null || row.PeerRate is not null);
        List<ComparedRow> others = rows.FindAll(row => !servers.Contains(row));
        if (others.Count > 0)
        {
            Append(text, ["workload", "size", "fit s", "predict s", "peer", "fit s", "predict s", "fit ratio", "predict ratio", "score", "peer score", "MB", "peer MB"], others.Select(row => new[]
            {
                row.Workload, row.Size, Seconds(row.Fit), Seconds(row.Predict), row.Peer ?? "", Seconds(row.PeerFit), Seconds(row.PeerPredict),
                Number(row.FitRatio, "0.00"), Number(row.PredictRatio, "0.00"), Score(row.Score, row.ScoreError), Score(row.PeerScore, row.PeerScoreError),
                Number(row.Peak, "0"), Number(row.PeerPeak, "0"),
            }));
            text.AppendLine("ratio: the peer's seconds over ours; above 1, Modelyard is faster. score +-: the mean over seeds and its standard error");
        }

        if (servers.Count > 0)
        {
            Append(text, ["workload", "size", "requests/s", "p99 ms", "peer", "requests/s", "p99 ms", "ratio", "score", "peer score"], servers.Select(row => new[]
            {
                row.Workload, row.Size, Number(row.Rate, "0"), Number(row.P99 * 1000, "0.00"), row.Peer ?? "", Number(row.PeerRate, "0"), Number(row.PeerP99 * 1000, "0.00"),
                Number(row.RateRatio, "0.00"), Number(row.Score, "0.0"), Number(row.PeerScore, "0.0"),
            }));
            text.AppendLine("ratio: our requests per second over the peer's; the score is what was predicted for the row");
        }

        foreach (string note in notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"note: {note}");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] heads, IEnumerable<string[]> rows)
    {
        List<string[]> cells = [heads, .. rows];
        int[] widths = [.. Enumerable.Range(0, heads.Length).Select(column => cells.Max(line => line[column].Length))];
        foreach (string[] line in cells)
        {
            // Names stand at the left, numbers at the right.
            text.AppendLine(string.Join("  ", line.Select((cell, column) =>
                column is 0 or 1 or 4 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }

        text.AppendLine();
    }

    private static string Score(double? mean, double? error) => Number(mean, "0.0000") + (error is null ? "" : $" +- {Number(error, "0.0000")}");

    private static string Seconds(double? value) => Number(value, value < 0.1 ? "0.00000" : "0.000");

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
