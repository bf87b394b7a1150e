using System.Text.Json.Nodes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Server.Models;
using Modelyard.Trees;

namespace Modelyard.Server.Tests.Protocol;

public sealed class CsvTests
{
    private static readonly string[] Levels = ["1", "1.0", "007", "7", "true", "2021-06-01", "NA", "None", "1e3"];

    [Fact]
    public async Task A_category_arrives_as_it_is_written_whatever_it_looks_like()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Models = ["code"], Source = new OneModel(MakeCode()) });
        foreach (string[] order in (string[][])[Levels, [.. Levels.Reverse()], ["007", "007"], ["1.0", "1"], ["true"], ["NA"], ["2021-06-01", "2021-06-01"], ["1e3"]])
        {
            string table = "more,code,x\n" + string.Concat(order.Select(level => $"3,{level},NA\n"));
            (int status, JsonNode answer) = await server.PostAsync("/invocations", table, "text/csv");
            Assert.Equal(200, status);
            Assert.Equal(order.Select(level => (double)Array.IndexOf(Levels, level)), answer["predictions"]!.AsArray().Select(value => (double)value!));
        }
    }

    [Theory]
    [InlineData(",code,x\n0,7,1\n1,007,1\n")]
    [InlineData("\"\",\"code\",\"x\"\n\"1\",\"7\",1\n\"2\",\"007\",1\n")]
    [InlineData("\uFEFF;code;x\r\n0;7;1\r\n1;007;1\r\n")]
    public async Task Row_labels_that_pandas_or_R_write_without_a_name_are_passed_over(string table)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Models = ["code"], Source = new OneModel(MakeCode()) });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", table, "text/csv");
        Assert.Equal(200, status);
        Assert.Equal([3.0, 2.0], answer["predictions"]!.AsArray().Select(value => (double)value!));
    }

    [Theory]
    [InlineData("code,x")]
    [InlineData("x,more,code\r\n")]
    public async Task A_header_without_rows_is_answered_without_predictions_as_an_empty_list_is(string table)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Models = ["code"], Source = new OneModel(MakeCode()) });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", table, "text/csv");
        Assert.Equal(200, status);
        Assert.Empty(answer["predictions"]!.AsArray());
        Assert.Equal(answer.ToJsonString(), (await server.PostAsync("/invocations", """{"dataframe_split":{"columns":["code","x"],"data":[]}}""")).Body.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("code")]
    [InlineData("code,code,x\n1,1,2\n")]
    [InlineData("code,x\n\"1,2\n")]
    [InlineData("code,x\n1,two\n")]
    [InlineData("code\n1\n")]
    [InlineData("\0\0\0")]
    public async Task A_table_that_cannot_be_read_is_the_callers_fault(string table)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Models = ["code"], Source = new OneModel(MakeCode()) });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", table, "text/csv");
        if (status == 200)
        {
            Assert.Empty(answer["predictions"]!.AsArray());
            return;
        }

        Assert.Equal(400, status);
        Assert.NotEmpty((string)answer["detail"]!);
    }

    [Theory]
    [InlineData("code,x\n1,2\n7,two\n", "data row 2, column 'x'", "wrong_type", "'two'")]
    [InlineData("code,x\n1,2\n7,2,3\n", "line 3", "malformed_csv", "7,2,3")]
    [InlineData("code,x,x\n1,2,3\n", "line 1, column '3'", "malformed_csv", "code,x,x")]
    [InlineData("code\n1\n", "line 1", "missing_column", "x")]
    public async Task A_fault_in_a_table_is_told_with_its_place_and_what_stands_there(string table, string path, string code, string input)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Models = ["code"], Source = new OneModel(MakeCode()) });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", table, "text/csv");
        Assert.Equal(400, status);
        JsonNode error = Assert.Single(answer["errors"]!.AsArray())!;
        Assert.Equal((path, code, input), ((string)error["path"]!, (string)error["code"]!, (string)error["input"]!));
    }

    /// <summary>Makes a model that predicts the code of a level.</summary>
    private static ModelPackage MakeCode()
    {
        var schema = new FeatureSchema(new Feature("code", FeatureKind.Categorical) { Levels = Levels }, new Feature("x"));
        var features = new Matrix(Levels.Length * 20, 2);
        double[] target = new double[features.Rows];
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = target[row] = row % Levels.Length;
            features[row, 1] = 1;
        }

        IPredictiveModel model = new DecisionTreeRegressor().Fit(Dataset.ForRegression(features, target, schema), new FitContext());
        return new ModelPackage { Name = "code", Estimator = "DecisionTreeRegressor", Predictor = new Predictor(model, "y") };
    }
}
