using System.Text.Json;

namespace EndToEnd.Running;

/// <summary>Represents a workplace in which a model of the penguins' species was trained, once for all tests of a class.</summary>
public sealed class TrainedPenguins : IAsyncLifetime
{
    public Workplace Workplace { get; } = new();

    /// <summary>Gets what 'train --json' wrote.</summary>
    public JsonElement Training { get; private set; }

    public async Task InitializeAsync() =>
        Training = await Workplace.JsonAsync("train", Workplace.Example("penguins.csv"), "--target", "species", "--trials", "3", "--seed", "7");

    public Task DisposeAsync()
    {
        Workplace.Dispose();
        return Task.CompletedTask;
    }
}
