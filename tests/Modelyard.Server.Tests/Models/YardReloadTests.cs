using System.Text.Json.Nodes;
using Modelyard.Lifecycle;
using Modelyard.Server.Models;

namespace Modelyard.Server.Tests.Models;

public sealed class YardReloadTests : IDisposable
{
    private const string Body = """{"instances":[[50,"plus",true,null]],"params":{"probabilities":true}}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-yard-").FullName;
    private readonly Yard _yard;

    public YardReloadTests()
    {
        _yard = Yard.Open(_folder);
        _yard.Models.Register("churn", ServerFixture.MakeChurn(1));
        _yard.Models.SetAlias("churn", "champion", 1);
    }

    public void Dispose()
    {
        _yard.Dispose();
        ScratchFolder.Delete(_folder);
    }

    [Fact]
    public void A_model_whose_version_stays_is_not_loaded_again()
    {
        using var source = new YardModelSource(_folder);
        ServedVersion before = source.Load("churn@champion");
        long revision = source.Revision;
        _yard.Models.Register("other", ServerFixture.Price);
        _yard.Models.SetAlias("other", "champion", 1);
        Assert.NotEqual(revision, source.Revision);
        Assert.Same(before, source.Load("churn@champion"));
        _yard.Models.Register("churn", ServerFixture.MakeChurn(2));
        Assert.Same(before, source.Load("churn@champion"));
        _yard.Models.SetAlias("churn", "champion", 2);
        Assert.Equal("2", source.Load("churn@champion").Version);
    }

    [Fact]
    public async Task No_request_fails_or_meets_half_a_model_while_the_alias_moves_under_load()
    {
        for (ulong seed = 2; seed <= 4; seed++)
        {
            _yard.Models.Register("churn", ServerFixture.MakeChurn(seed));
        }

        Dictionary<string, double> expected = Enumerable.Range(1, 4).ToDictionary(
            version => $"{version}", version => ServerFixture.ChurnProbabilities(_yard.Models.Load($"churn:{version}"), 50, 2, 1, double.NaN)[1]);
        using var source = new YardModelSource(_folder);
        await using ServerFixture server = await StartAsync(source);
        using var stop = new CancellationTokenSource();
        Task<HashSet<string>>[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallAsync(server, expected, stop.Token)))];
        for (int move = 0; move < 40; move++)
        {
            _yard.Models.SetAlias("churn", "champion", (move % 4) + 1);
            await Task.Delay(15);
        }

        await stop.CancelAsync();
        HashSet<string>[] seen = await Task.WhenAll(callers);
        Assert.True(seen.SelectMany(versions => versions).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_version_that_is_damaged_or_gone_leaves_the_old_one_in_service_and_it_is_told(bool gone)
    {
        using var source = new YardModelSource(_folder);
        await using ServerFixture server = await StartAsync(source);
        string[] before = Files();
        _yard.Models.Register("churn", ServerFixture.MakeChurn(7));
        string file = Files().Except(before).Single();
        if (gone)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..100]);
        }

        _yard.Models.SetAlias("churn", "champion", 2);
        JsonNode ready = await UntilAsync(server, "/v2/models/churn/ready", answer => answer["update_fault"] is not null);
        Assert.True((bool)ready["ready"]!);
        JsonNode model = await server.GetAsync("/v2/models/churn");
        Assert.Equal("1", (string)model["versions"]![0]!);
        Assert.NotNull(model["parameters"]!["update_fault"]);
        Assert.Equal(200, (await server.PostAsync("/invocations", Body)).Status);
        _yard.Models.SetAlias("churn", "champion", 1);
        await UntilAsync(server, "/v2/models/churn/ready", answer => answer["update_fault"] is null);
    }

    [Fact]
    public async Task One_model_that_cannot_be_loaded_does_not_hold_back_another()
    {
        _yard.Models.Register("price", ServerFixture.Price);
        using var source = new YardModelSource(_folder);
        await using ServerFixture server = await StartAsync(source, "churn", "price@latest");
        string[] before = Files();
        _yard.Models.Register("churn", ServerFixture.MakeChurn(7));
        File.Delete(Files().Except(before).Single());
        _yard.Models.SetAlias("churn", "champion", 2);
        _yard.Models.Register("price", ServerFixture.Price with { Estimator = "Another" });
        await UntilAsync(server, "/v2/models/price", answer => (string)answer["versions"]![0]! == "2");
        Assert.Equal("1", (string)(await server.GetAsync("/v2/models/churn"))["versions"]![0]!);
    }

    [Fact]
    public void Two_models_of_one_name_are_refused()
    {
        _yard.Models.Register("churn", ServerFixture.MakeChurn(2));
        using var source = new YardModelSource(_folder);
        ModelyardException fault = Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions { Models = ["churn:1", "churn:2"], Source = source }));
        Assert.Contains("'churn'", fault.Message, StringComparison.Ordinal);
    }

    private static Task<ServerFixture> StartAsync(YardModelSource source, params string[] models) => ServerFixture.StartAsync(
        options => options with { Models = models.Length == 0 ? ["churn"] : models, Source = source, PollInterval = TimeSpan.FromMilliseconds(5) });

    private static async Task<HashSet<string>> CallAsync(ServerFixture server, Dictionary<string, double> expected, CancellationToken stop)
    {
        HashSet<string> seen = [];
        const string Infer = """{"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[50]},{"name":"plan of \"use\"","shape":[1],"datatype":"BYTES","data":["plus"]},{"name":"paperless","shape":[1],"datatype":"BOOL","data":[true]},{"name":"since","shape":[1],"datatype":"FP64","data":[null]}]}""";
        while (!stop.IsCancellationRequested)
        {
            (int status, JsonNode answer) = await server.PostAsync("/v2/models/churn/infer", Infer);
            Assert.Equal(200, status);
            string version = (string)answer["model_version"]!;
            Assert.Equal(expected[version], (double)answer["outputs"]![1]!["data"]![1]!);
            seen.Add(version);
        }

        return seen;
    }

    private static async Task<JsonNode> UntilAsync(ServerFixture server, string path, Func<JsonNode, bool> holds)
    {
        for (int i = 0; i < 500; i++)
        {
            JsonNode answer = await server.GetAsync(path);
            if (holds(answer))
            {
                return answer;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"{path} did not become what it must.");
    }

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder, "artifacts"), "*", SearchOption.AllDirectories);
}
