using System.Text.Json.Nodes;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Server.Tests.Studio;

public sealed class ActionTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task A_promotion_moves_the_champion_takes_down_who_and_can_be_rolled_back()
    {
        (int status, _, string? location) = await studio.PostAsync("/studio/models/churn/promote", ("version", "2"));
        Assert.Equal((303, "/studio/models/churn/versions/2"), (status, location));
        using Yard yard = studio.OpenYard();
        ModelVersion champion = yard.Models.Resolve("churn@champion");
        Assert.Equal(2, champion.Version);
        Assert.Equal("local", champion.Tags["champion.by"]);
        Assert.Equal(1, (int)(await studio.JsonAsync("/studio/models/churn.json"))["previous"]!);

        await studio.PostAsync("/studio/models/churn/promote", ("version", "1"));
        Assert.Equal(1, yard.Models.Resolve("churn@champion").Version);
        Assert.Equal(2, (int)(await studio.JsonAsync("/studio/models/churn.json"))["previous"]!);
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_told_how_large_it_may_be()
    {
        (int status, string page, _) = await studio.PostAsync("/studio/alarms/1/acknowledge", ("note", new string('x', (1 << 20) + 1)));
        Assert.Equal(413, status);
        Assert.Contains("The form is larger than the 1,024 KiB that this page takes.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_champion_that_the_command_or_a_program_made_is_rolled_back_too_and_the_page_says_who_was_it_when()
    {
        using Yard yard = studio.OpenYard();
        yard.Models.SetAlias("churn", ModelReference.Champion, 1);
        yard.Models.SetAlias("churn", ModelReference.Champion, 2);
        JsonNode page = await studio.JsonAsync("/studio/models/churn.json");
        Assert.Equal(1, (int)page["previous"]!);
        Assert.Equal(["version 2", "version 1"], page["champions"]!.AsArray().Take(2).Select(one => (string)one!["champion"]!));
        Assert.Null((string?)page["champions"]![0]!["by"]);
        Assert.Equal((DateTime)page["champions"]![0]!["since"]!, (DateTime)page["champions"]![1]!["until"]!);

        // Rolled back here, it is said by whom; and that can be rolled back again.
        await studio.PostAsync("/studio/models/churn/promote", ("version", "1"));
        page = await studio.JsonAsync("/studio/models/churn.json");
        Assert.Equal((1, 2), ((int)page["champion"]!, (int)page["previous"]!));
        Assert.Equal("local", (string)page["champions"]![0]!["by"]!);

        // Without any champion, the last one is what is gone back to.
        yard.Models.RemoveAlias("churn", ModelReference.Champion);
        page = await studio.JsonAsync("/studio/models/churn.json");
        Assert.Equal(1, (int)page["previous"]!);
        Assert.Equal("none", (string)page["champions"]![0]!["champion"]!);
        yard.Models.SetAlias("churn", ModelReference.Champion, 1);
    }

    [Theory]
    [InlineData("/studio/models/churn/promote", "version", "two", 400)]
    [InlineData("/studio/models/churn/promote", "version", "9", 404)]
    [InlineData("/studio/models/none/promote", "version", "1", 404)]
    [InlineData("/studio/alarms/99/acknowledge", "note", "x", 404)]
    [InlineData("/studio/alarms/1/silence", "hours", "-1", 400)]
    public async Task What_cannot_be_done_is_told_and_not_done(string path, string name, string value, int expected)
    {
        (int status, string page, _) = await studio.PostAsync(path, (name, value));
        Assert.Equal(expected, status);
        Assert.Contains("class=\"callout problem\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_is_acknowledged_with_a_note_and_its_monitor_silenced_for_a_time()
    {
        (int status, _, string? location) = await studio.PostAsync("/studio/alarms/1/acknowledge", ("note", MadeYard.Script));
        Assert.Equal((303, "/studio/alarms/1"), (status, location));
        using Yard yard = studio.OpenYard();
        Alarm alarm = yard.Alarms.Get(1);
        Assert.Equal((AlarmState.Acknowledged, "local", MadeYard.Script), (alarm.State, alarm.AcknowledgedBy, alarm.Note));
        (_, string page) = await studio.GetAsync("/studio/alarms/1");
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);

        await studio.PostAsync("/studio/alarms/1/silence", ("hours", "4"), ("reason", "known"));
        Silence silence = Assert.Single(yard.Alarms.Silences(DateTime.UtcNow));
        Assert.Equal("known (local)", silence.Reason);
        Assert.InRange(silence.Until, DateTime.UtcNow.AddHours(3.9), DateTime.UtcNow.AddHours(4.1));
        await studio.PostAsync("/studio/alarms/1/silence", ("hours", "0"));
        Assert.Empty(yard.Alarms.Silences(DateTime.UtcNow));
    }

    [Fact]
    public async Task Open_pages_are_told_what_changed()
    {
        using Yard yard = studio.OpenYard();
        Assert.Contains("runs", await ToldAsync("runs", () =>
        {
            using RunLog run = yard.Runs.Start(new RunStart { Name = "news" });
            run.Finish();
        }));
    }

    [Fact]
    public async Task Open_pages_are_told_of_what_is_logged()
    {
        using Yard yard = studio.OpenYard();
        using PredictionLog log = yard.Predictions.Open("news");
        int written = 0;
        Assert.Contains("predictions", await ToldAsync("predictions", () => log.AddLabels([new TrueLabel("Yes") { Key = $"customer {written++}" }])));
    }

    /// <summary>Reads what the first event of a topic says while something is done again and again: the first look at the yard is what later ones are compared with, and may not have been yet.</summary>
    private async Task<string[]> ToldAsync(string topic, Action change)
    {
        using Stream events = await studio.Client.GetStreamAsync("/studio/events");
        using var reader = new StreamReader(events);
        Task<string[]> topics = Task.Run<string[]>(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                // What other tests have changed shortly before may be told first, or with it.
                if (line.StartsWith("data: ", StringComparison.Ordinal) && line[6..].Split(' ') is var told && told.Contains(topic))
                {
                    return told;
                }
            }

            return [];
        });
        for (int i = 0; i < 30 && !topics.IsCompleted; i++)
        {
            change();
            await Task.WhenAny(topics, Task.Delay(500));
        }

        Assert.True(topics.IsCompleted, "No event came.");
        return await topics;
    }
}
