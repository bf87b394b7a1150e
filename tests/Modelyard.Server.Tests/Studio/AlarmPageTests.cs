using System.Text.Json.Nodes;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Looks at the pages of alarms that are not about columns, and at monitors that cannot look.</summary>
public sealed class AlarmPageTests(AlarmedStudio studio) : IClassFixture<AlarmedStudio>
{
    [Fact]
    public async Task Windows_of_an_alarm_tell_what_it_is_about()
    {
        JsonNode worse = await PageAsync("performance");
        Assert.All(worse["windows"]!.AsArray(), window => Assert.StartsWith("Worse ", (string)window!["what"]!, StringComparison.Ordinal));

        JsonNode ruled = await PageAsync("rule:weak");
        Assert.NotEmpty(ruled["windows"]!.AsArray());
        Assert.All(ruled["windows"]!.AsArray(), window => Assert.Matches("^accuracy 0\\.[0-9]+, labelled 300$", (string)window!["what"]!));
    }

    [Fact]
    public async Task What_an_alarm_set_off_and_what_came_of_it_stands_on_its_page()
    {
        JsonNode page = await PageAsync("performance");
        JsonNode done = Assert.Single(page["executions"]!.AsArray())!;
        Assert.Equal(("note", "done"), ((string)done["automation"]!, (string)done["state"]!));
        (_, string html) = await studio.GetAsync($"/studio/alarms/{(int)page["id"]!}");
        Assert.Contains("What it set off", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_read_for_slices_when_it_is_asked_for()
    {
        int id = (int)(await PageAsync("performance"))["id"]!;
        (_, string html) = await studio.GetAsync($"/studio/alarms/{id}");
        Assert.Contains("slices=yes", html, StringComparison.Ordinal);
        (int status, html) = await studio.GetAsync($"/studio/alarms/{id}?slices=yes");
        Assert.Equal(200, status);
        Assert.DoesNotContain(">Read the log<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_that_cannot_look_is_told_where_one_looks()
    {
        (_, string home) = await studio.GetAsync("/studio");
        Assert.Contains("orders cannot look: ", home, StringComparison.Ordinal);
        JsonNode row = (await studio.JsonAsync("/studio/monitors.json"))["monitors"]!.AsArray().Single(row => (string)row!["monitor"]! == "orders")!;
        Assert.Equal("stopped", (string)row["state"]!);
        (_, string page) = await studio.GetAsync("/studio/monitors/orders");
        Assert.Contains("It has stopped, and looks at no window until this is mended.", page, StringComparison.Ordinal);
        Assert.Contains("has no column", page, StringComparison.Ordinal);
    }

    private async Task<JsonNode> PageAsync(string watch)
    {
        long id;
        using (Yard yard = studio.OpenYard())
        {
            id = yard.Alarms.List(all: true).First(alarm => alarm.Watch == watch).Id;
        }

        return await studio.JsonAsync($"/studio/alarms/{id}.json");
    }
}
