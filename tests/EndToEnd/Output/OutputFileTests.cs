using System.Diagnostics;
using EndToEnd.Running;

namespace EndToEnd.Output;

public sealed class OutputFileTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Limit = 60_000;

    private Workplace Workplace => penguins.Workplace;

    [Theory(Timeout = Limit)]
    [InlineData("predict", "species", "TABLE", "-o", "pipe1")]
    [InlineData("models", "export", "species:1", "-o", "pipe2")]
    [InlineData("fit", "GaussianNaiveBayes", "TABLE", "--target", "species", "-o", "pipe3")]
    [InlineData("models", "export", "species:1", "--onnx", "-o", "pipe4")]
    public async Task A_pipe_is_written_to_and_never_replaced_by_a_file(params string[] line)
    {
        string pipe = Path.Combine(Workplace.Folder, line[^1]);
        using (var make = Process.Start("mkfifo", pipe))
        {
            await make.WaitForExitAsync();
        }

        var reading = Task.Run(() => File.ReadAllBytes(pipe));
        (await Workplace.RunAsync([.. line.Select(word => word == "TABLE" ? Workplace.Example("penguins.csv") : word)])).Succeeded();
        Assert.NotEmpty(await reading);
        var again = Task.Run(() => File.ReadAllBytes(pipe));
        await File.WriteAllTextAsync(pipe, "still a pipe");
        Assert.Equal("still a pipe", System.Text.Encoding.UTF8.GetString(await again));
    }

    [Theory(Timeout = Limit)]
    [InlineData("there.csv")]
    [InlineData("not-yet.csv")]
    public async Task A_link_stays_a_link_and_what_it_leads_to_is_written(string file)
    {
        Workplace.Write("there.csv", "old");
        string link = Path.Combine(Workplace.Folder, $"link-to-{file}");
        File.CreateSymbolicLink(link, file);
        (await Workplace.RunAsync("predict", "species", Workplace.Example("penguins.csv"), "-o", link)).Succeeded();
        Assert.Equal(file, new FileInfo(link).LinkTarget);
        Assert.StartsWith("species,island", Workplace.Read(file), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Workplace.Folder, "*.part"));
    }

    [Fact(Timeout = Limit)]
    public async Task Standard_output_can_be_named()
    {
        string[] line = ["predict", "species", Workplace.Example("penguins.csv")];
        Assert.Equal((await Workplace.RunAsync(line)).Succeeded().Output, (await Workplace.RunAsync([.. line, "-o", "-"])).Succeeded().Output);
    }
}
