using System.Text.Json.Nodes;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees;

namespace Modelyard.Server.Tests.Protocol;

public sealed class SpreadTests
{
    private const string Inputs = """[{"name":"a","shape":[2],"datatype":"FP64","data":[0.1,0.9]},{"name":"b","shape":[2],"datatype":"FP64","data":[2,1]}]""";
    private static readonly double[][] Rows = [[0.1, 2], [0.9, 1]];

    [Theory]
    [InlineData("""{"instances":[[0.1,2],[0.9,1]],"params":{"spread":true}}""")]
    [InlineData("""{"spread":true,"instances":[[0.1,2],[0.9,1]]}""")]
    public async Task Spreads_stand_beside_the_predictions_as_the_library_gives_them(string body)
    {
        ModelPackage package = MadeModel.Make(new Pipeline([new StandardScaler()], new RandomForestRegressor { Trees = 9 }));
        await using ServerFixture server = await MadeModel.Start(package);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.True(status == 200, answer.ToJsonString());
        var model = (ISpreadModel)package.Predictor.Model;
        Assert.Equal(Rows.Select(row => model.PredictSpread(row).Deviation), answer["spread"]!.AsArray().Select(value => (double)value!));
        (status, answer) = await server.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"spread"}]}""");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(Rows.Select(row => model.PredictSpread(row).Deviation), answer["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Uncertainty_of_classes_comes_in_its_parts()
    {
        ModelPackage package = MadeModel.Make(new RandomForestClassifier { Trees = 9, MinSamplesLeaf = 5 });
        await using ServerFixture server = await MadeModel.Start(package);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", """{"instances":[[0.1,2],[0.9,1]],"spread":true}""");
        Assert.True(status == 200, answer.ToJsonString());
        var model = (IUncertaintyModel)package.Predictor.Model;
        PredictedUncertainty[] expected = [.. Rows.Select(row => model.PredictUncertainty(row, new double[2]))];
        Assert.Equal(expected, answer["uncertainty"]!.AsArray().Select(one => new PredictedUncertainty((double)one!["total"]!, (double)one["aleatoric"]!, (double)one["epistemic"]!)));
        (status, answer) = await server.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"uncertainty"}]}""");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal([2, 3], answer["outputs"]![0]!["shape"]!.AsArray().Select(size => (int)size!));
        Assert.Equal(expected.SelectMany(one => new[] { one.Total, one.Aleatoric, one.Epistemic }), answer["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
        Assert.Contains("\"uncertainty\"", await server.Client.GetStringAsync("/v2/models/made"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_no_ensemble_says_which_are()
    {
        await using ServerFixture server = await MadeModel.Start(MadeModel.Make(new Pipeline([new StandardScaler()], new Ridge())));
        (int status, JsonNode answer) = await server.PostAsync("/invocations", """{"instances":[[0.1,2]],"spread":true}""");
        Assert.Equal((400, "no_spread"), (status, (string)answer["errors"]![0]!["code"]!));
        Assert.Contains("a forest", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
        (status, answer) = await server.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"spread"}]}""");
        Assert.Equal((400, "unknown_output"), (status, (string)answer["errors"]![0]!["code"]!));
        (status, answer) = await server.PostAsync("/invocations", """{"instances":[[0.1,2]],"params":{"spread":1}}""");
        Assert.Equal((400, "$.params.spread"), (status, (string)answer["errors"]![0]!["path"]!));
    }
}
