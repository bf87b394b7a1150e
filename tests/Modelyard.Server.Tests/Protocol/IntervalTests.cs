using System.Text.Json.Nodes;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;

namespace Modelyard.Server.Tests.Protocol;

public sealed class IntervalTests
{
    [Theory]
    [InlineData("""{"instances":[[0.1,2],[0.9,1]],"params":{"intervals":true}}""")]
    [InlineData("""{"intervals":true,"instances":[[0.1,2],[0.9,1]]}""")]
    public async Task Intervals_stand_beside_the_predictions_as_the_library_gives_them(string body)
    {
        ModelPackage package = MadeModel.Make(new ConformalRegressor { Estimator = new LinearRegression() });
        await using ServerFixture server = await MadeModel.Start(package);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.True(status == 200, answer.ToJsonString());
        var model = (IIntervalModel)package.Predictor.Model;
        PredictedInterval[] expected = [model.PredictInterval([0.1, 2]), model.PredictInterval([0.9, 1])];
        Assert.Equal(expected.Select(one => (one.Low, one.High)), answer["intervals"]!.AsArray().Select(pair => ((double)pair![0]!, (double)pair[1]!)));
        Assert.Equal(expected.Select(one => one.Value), answer["predictions"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Sets_hold_the_names_of_the_classes()
    {
        ModelPackage package = MadeModel.Make(new ConformalClassifier { Estimator = new LogisticRegression() });
        await using ServerFixture server = await MadeModel.Start(package);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", """{"instances":[[0.1,2],[0.45,1],[0.9,1]],"params":{"intervals":true}}""");
        Assert.True(status == 200, answer.ToJsonString());
        var model = (ISetModel)package.Predictor.Model;
        double[][] rows = [[0.1, 2], [0.45, 1], [0.9, 1]];
        bool[] set = new bool[2];
        Assert.All(rows, (row, i) =>
        {
            model.PredictSet(row, set);
            Assert.Equal(model.Classes.Where((_, k) => set[k]), answer["sets"]![i]!.AsArray().Select(name => (string)name!));
        });
        Assert.Null(answer["intervals"]);
    }

    [Fact]
    public async Task Tensors_of_ends_and_of_sets_are_given_if_they_are_asked_for_and_told_of_beforehand()
    {
        const string Inputs = """[{"name":"a","shape":[2],"datatype":"FP64","data":[0.1,0.9]},{"name":"b","shape":[2],"datatype":"FP64","data":[2,1]}]""";
        ModelPackage package = MadeModel.Make(new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split });
        await using (ServerFixture server = await MadeModel.Start(package))
        {
            (int status, JsonNode answer) = await server.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"low"},{"name":"high"}]}""");
            Assert.True(status == 200, answer.ToJsonString());
            PredictedInterval second = ((IIntervalModel)package.Predictor.Model).PredictInterval([0.9, 1]);
            Assert.Equal(["low", "high"], answer["outputs"]!.AsArray().Select(output => (string)output!["name"]!));
            Assert.Equal((second.Low, second.High), ((double)answer["outputs"]![0]!["data"]![1]!, (double)answer["outputs"]![1]!["data"]![1]!));
            Assert.Contains("\"low\"", await server.Client.GetStringAsync("/v2/models/made"), StringComparison.Ordinal);
            (status, answer) = await server.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"set"}]}""");
            Assert.Equal(400, status);
            Assert.Contains("'low', 'high'", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
        }

        await using ServerFixture sets = await MadeModel.Start(MadeModel.Make(new ConformalClassifier { Estimator = new LogisticRegression() }));
        (_, JsonNode found) = await sets.PostAsync("/v2/models/made/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"set"}]}""");
        Assert.Equal("BOOL", (string)found["outputs"]![0]!["datatype"]!);
        Assert.Equal(4, found["outputs"]![0]!["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_model_without_intervals_says_how_to_get_them()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations?model=price", """{"instances":[[1,2,3]],"intervals":true}""");
        Assert.Equal(400, status);
        Assert.Equal("no_intervals", (string)answer["errors"]![0]!["code"]!);
        (status, answer) = await server.PostAsync("/invocations?model=price", """{"instances":[[1,2,3]],"params":{"intervals":"yes"}}""");
        Assert.Equal(400, status);
        Assert.Equal("$.params.intervals", (string)answer["errors"]![0]!["path"]!);
    }
}
