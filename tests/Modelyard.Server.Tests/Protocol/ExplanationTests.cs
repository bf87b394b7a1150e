using System.Text.Json.Nodes;
using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Models;
using Modelyard.Training;

namespace Modelyard.Server.Tests.Protocol;

public sealed class ExplanationTests
{
    private const double Seconds = 1622505600;

    [Theory]
    [InlineData("""{"instances":[[70,"größer",true,"2021-06-01T00:00:00"]],"params":{"explanations":true}}""")]
    [InlineData("""{"explanations":true,"instances":[[70,"größer",true,"2021-06-01T00:00:00"]]}""")]
    public async Task What_the_columns_contribute_stands_beside_the_prediction(string body)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.Equal(200, status);
        PredictionExplanation expected = PredictionExplainer.For(ServerFixture.Churn.Predictor).Explain([70, 1, 1, Seconds]);
        JsonNode found = Assert.Single(answer["explanations"]!.AsArray())!;
        Assert.Equal(expected.Base, (double)found["base"]!);
        Assert.Equal(expected.Prediction, (double)found["prediction"]!, 12);
        Assert.Equal(expected.Contributions.Select(one => (one.Column, one.Contribution)), found["contributions"]!.AsObject().Select(one => (one.Key, (double)one.Value!)));
        Assert.Equal("yes", (string)found["class"]!);
        Assert.Equal("raw", (string)found["scale"]!);
        Assert.False((bool)found["estimated"]!);
        Assert.Single(answer["predictions"]!.AsArray());
    }

    [Fact]
    public async Task Many_rows_are_explained_as_single_ones_are()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string[] rows = [.. Enumerable.Range(0, 150).Select(i => $"[{i % 13},{i % 7},null]")];
        (_, JsonNode many) = await server.PostAsync("/invocations?model=price", Body(string.Join(",", rows)));
        foreach (int row in new[] { 0, 64, 149 })
        {
            (_, JsonNode one) = await server.PostAsync("/invocations?model=price", Body(rows[row]));
            Assert.Equal(one["explanations"]![0]!.ToJsonString(), many["explanations"]![row]!.ToJsonString());
        }

        Assert.All(many["predictions"]!.AsArray().Zip(many["explanations"]!.AsArray()), pair => Assert.Equal((double)pair.First!, (double)pair.Second!["prediction"]!, 9));
        Assert.Null(many["explanations"]![0]!["class"]);
    }

    [Fact]
    public async Task Tensors_of_contributions_are_given_if_they_are_asked_for()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        const string Inputs = """[{"name":"x0","shape":[2],"datatype":"FP64","data":[1,2]},{"name":"x1","shape":[2],"datatype":"FP64","data":[3,4]},{"name":"x2","shape":[2],"datatype":"FP64","data":[0,1]}]""";
        (int status, JsonNode answer) = await server.PostAsync("/v2/models/price/infer", $$"""{"inputs":{{Inputs}},"outputs":[{"name":"prediction"},{"name":"base"},{"name":"contribution"}]}""");
        Assert.True(status == 200, answer.ToJsonString());
        double[][] data = [.. answer["outputs"]!.AsArray().Select(output => output!["data"]!.AsArray().Select(value => (double)value!).ToArray())];
        Assert.Equal([2, 3], answer["outputs"]![2]!["shape"]!.AsArray().Select(size => (int)size!));
        Assert.Equal(data[0][0], data[1][0] + data[2][..3].Sum(), 9);
        Assert.Equal(data[0][1], data[1][1] + data[2][3..].Sum(), 9);
        (_, JsonNode flagged) = await server.PostAsync("/v2/models/price/infer", $$"""{"parameters":{"explanations":true},"inputs":{{Inputs}}}""");
        Assert.Equal(answer["outputs"]!.ToJsonString(), flagged["outputs"]!.ToJsonString());
        (int refused, JsonNode problem) = await server.PostAsync("/v2/models/price/infer", $$"""{"parameters":{"explanations":"yes"},"inputs":{{Inputs}}}""");
        Assert.Equal((400, "$.parameters.explanations"), (refused, (string)problem["errors"]![0]!["path"]!));
        (_, JsonNode usual) = await server.PostAsync("/v2/models/price/infer", $$"""{"inputs":{{Inputs}}}""");
        Assert.Equal("prediction", (string)Assert.Single(usual["outputs"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task A_weighted_sum_is_explained_by_the_profile_of_its_training_data()
    {
        ModelPackage package = Make(new LinearRegression(), withProfile: true);
        await using ServerFixture server = await Start(package);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", Body("[9,2]"));
        Assert.True(status == 200, answer.ToJsonString());
        JsonNode found = answer["explanations"]![0]!;

        // y = 3 a - b; the means of a and b are 5 and 2.
        Assert.Equal(12, (double)found["contributions"]!["a"]!, 0.3);
        Assert.Equal(0, (double)found["contributions"]!["b"]!, 0.1);
        Assert.Equal(25, (double)found["prediction"]!, 9);
        Assert.False((bool)found["estimated"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_profile_of_before_words_were_counted_is_told_beside_the_explanation(bool isOld)
    {
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? "late again and rude" : "all was well thanks")];
        Frame frame = Frame.Of(new TextColumn("note", texts), CategoryColumn.From("left", [.. texts.Select(text => text[0] == 'l' ? "Yes" : "No")]));
        TrainingResult result = Trainer.Train(frame, new TrainingOptions { Target = "left", Trials = 0, Candidates = ["LogisticRegression"], Texts = ["note"], Parallelism = 1 });
        TableProfile profile = result.Profile;
        profile = isOld ? profile with { Columns = [.. profile.Columns.Select(column => column with { TermRows = [], TermCounts = [] })] } : profile;
        await using ServerFixture server = await Start(new ModelPackage { Name = "letters", Estimator = result.Best, Predictor = result.Predictor, Profile = profile });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", Body("[\"late and rude\"]"));
        Assert.True(status == 200, answer.ToJsonString());
        string? note = (string?)answer["explanations"]![0]!["note"];
        Assert.Equal(isOld, note?.Contains("does not tell the words of 'note'", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Any_other_model_is_explained_by_estimates()
    {
        await using ServerFixture server = await Start(Make(new KNeighborsRegressor(), withProfile: true));
        (int status, JsonNode answer) = await server.PostAsync("/invocations", Body("[9,2]"));
        Assert.True(status == 200, answer.ToJsonString());
        JsonNode found = answer["explanations"]![0]!;
        Assert.Equal((double)answer["predictions"]![0]!, (double)found["prediction"]!, 9);
        Assert.True((double)found["contributions"]!["a"]! > 8, found.ToJsonString());
        Assert.InRange((double)found["standard_errors"]!["a"]!, 1e-6, 3);
        Assert.InRange((double)found["base_standard_error"]!, 1e-6, 3);
        Assert.Equal(50, (int)found["background_rows"]!);
    }

    [Fact]
    public async Task A_model_without_a_profile_says_that_it_cannot_be_explained()
    {
        await using ServerFixture server = await Start(Make(new KNeighborsRegressor(), withProfile: false));
        (int status, JsonNode answer) = await server.PostAsync("/invocations", Body("[9,2]"));
        Assert.Equal(400, status);
        Assert.Equal("not_explained", (string)answer["errors"]![0]!["code"]!);
        Assert.Contains("background", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"instances":[[1,2,3]],"params":{"explanations":"yes"}}""", "$.params.explanations")]
    [InlineData("""{"instances":[[1,2,3]],"explanations":1}""", "$.explanations")]
    public async Task What_is_neither_true_nor_false_is_refused(string body, string path)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations?model=price", body);
        Assert.Equal(400, status);
        Assert.Equal(path, (string)answer["errors"]![0]!["path"]!);
    }

    private static string Body(string rows) => $$"""{"params":{"explanations":true},"instances":[{{rows}}]}""";

    private static Task<ServerFixture> Start(ModelPackage package) => ServerFixture.StartAsync(options => options with { Models = [package.Name], Source = new OneModel(package) });

    private static ModelPackage Make(IEstimator estimator, bool withProfile)
    {
        var features = new Matrix(500, 2);
        double[] target = new double[500];
        for (int row = 0; row < 500; row++)
        {
            features[row, 0] = row % 11;
            features[row, 1] = row % 5;
            target[row] = (3 * features[row, 0]) - features[row, 1];
        }

        var data = Dataset.ForRegression(features, target, new FeatureSchema(new Feature("a"), new Feature("b")));
        return new ModelPackage
        {
            Name = "sum",
            Estimator = estimator.GetType().Name,
            Predictor = new Predictor(estimator.FitModel(data, new FitContext()), "y"),
            Profile = withProfile ? TableProfiler.Profile(data) : null,
        };
    }
}
