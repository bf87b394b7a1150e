using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Drift.Streams;

/// <summary>Holds detectors of changes to published streams with the places where others see a change.</summary>
public sealed class StreamOracleTests
{
    private static readonly Lazy<JsonDocument> s_oracle = new(() => JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("streams"))));

    [Fact]
    public void Changes_are_seen_where_others_publish_them()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.EnumerateArray())
        {
            IChangeDetector detector = Create(one);
            bool isNew = one.TryGetProperty("isNew", out _);
            var signals = new List<ChangeSignal>();
            foreach (JsonElement value in one.GetProperty("values").EnumerateArray())
            {
                signals.Add(detector.Add(value.GetDouble()));
                detector = isNew && signals[^1] == ChangeSignal.Change ? Create(one) : detector;
            }

            int[] changes = Places(signals, ChangeSignal.Change);
            Assert.Equal(Numbers(one.GetProperty("changes")), changes);
            if (one.TryGetProperty("warnings", out JsonElement warnings))
            {
                int[] warned = Places(signals, ChangeSignal.Warning);
                Assert.Equal(Numbers(warnings), new[] { warned[0], warned.First(place => place > changes[0]) });
            }
        }
    }

    private static IChangeDetector Create(JsonElement one) => one.GetProperty("detector").GetString() switch
    {
        "window" => new AdaptiveWindow(one.GetProperty("chance").GetDouble()),
        "pageHinkley" => new PageHinkleyDetector(),
        _ => new ErrorRateDetector(),
    };

    private static int[] Places(List<ChangeSignal> signals, ChangeSignal which) => [.. Enumerable.Range(0, signals.Count).Where(i => signals[i] == which)];

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetInt32())];
}
