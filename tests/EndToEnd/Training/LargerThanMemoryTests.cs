using System.Globalization;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

/// <summary>Fits to a table that is larger than the memory that the process may take.</summary>
public sealed class LargerThanMemoryTests
{
    private const int Rows = 900_000;
    private const int Columns = 22;

    // The decoded table takes 900,000 x 22 x 8 bytes = 151 MiB, and all the objects of the process may take 128.
    private const string Limit = "0x8000000";

    // What boosting holds of each row, two bytes a feature, gradients and predictions, takes some 138 MiB: these are 151.
    private const string LimitOfBoosting = "0x9700000";

    [Fact]
    public async Task A_table_larger_than_memory_is_learned_in_chunks_to_the_same_model()
    {
        using var place = new Workplace();
        string table = Path.Combine(place.Folder, "large.csv");
        Generate(table);
        Assert.InRange(new FileInfo(table).Length, 100L << 20, 200L << 20);
        string[] ridge = ["fit", "Ridge", table, "--target", "target"], descent = ["fit", "SgdRegressor", table, "--target", "target", "--set", "MaxEpochs=2", "--set", "Average=true"];
        JsonElement whole = await JsonAsync(place, ridge);

        LimitMemory(place, Limit);
        CommandResult failed = await RunAsync(place, ridge);
        Assert.NotEqual(0, failed.Code);
        JsonElement streamed = await JsonAsync(place, [.. ridge, "--stream", "--chunk-rows", "20000"]);
        double[] expected = Numbers(whole.GetProperty("parameters").GetProperty("coefficients")), actual = Numbers(streamed.GetProperty("parameters").GetProperty("coefficients"));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - 1e-8, expected[i] + 1e-8);
        }

        JsonElement steps = await JsonAsync(place, [.. descent, "--stream", "--chunk-rows", "20000"]);
        double best = whole.GetProperty("train").GetProperty("r2").GetDouble(), reached = steps.GetProperty("train").GetProperty("r2").GetDouble();
        Assert.InRange(reached, best - 0.01, best + 0.01);

        // Rows are held out to say when boosting stops.
        LimitMemory(place, LimitOfBoosting);
        JsonElement boosted = await JsonAsync(place, ["fit", "GradientBoostingRegressor", table, "--target", "target", "--set", "Iterations=40", "--set", "LearningRate=0.3", "--stream", "--chunk-rows", "20000"]);
        Assert.InRange(boosted.GetProperty("train").GetProperty("r2").GetDouble(), 0.9, 1);
    }

    [Fact]
    public async Task A_category_of_several_hundred_levels_makes_shorter_chunks_and_the_same_model()
    {
        using var place = new Workplace();
        using (var writer = new StreamWriter(Path.Combine(place.Folder, "wide.csv")))
        {
            writer.Write("target,shop,size\n");
            for (int row = 0; row < 120_000; row++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(row * 7 % 400) + (row % 13)},shop-{row * 7 % 400},{row % 13}\n"));
            }
        }

        // A chunk of 65,536 rows takes 51 MiB when its most frequent 100 levels are features of their own, and again when these are scaled.
        LimitMemory(place, "0x6000000");
        string[] ridge = ["fit", "Ridge", Path.Combine(place.Folder, "wide.csv"), "--target", "target", "--stream"];
        JsonElement own = await JsonAsync(place, ridge), given = await JsonAsync(place, [.. ridge, "--chunk-rows", "3000"]);
        double[] expected = Numbers(given.GetProperty("parameters").GetProperty("coefficients")), actual = Numbers(own.GetProperty("parameters").GetProperty("coefficients"));
        Assert.InRange(expected.Length, 100, 410);
        foreach ((double one, double other) in expected.Zip(actual))
        {
            Assert.InRange(other, one - 1e-7, one + 1e-7);
        }
    }

    /// <summary>Limits what all objects of a process may take. That a collection runs beside what it collects for, and where in the address space it finds room, is left to no chance.</summary>
    private static void LimitMemory(Workplace place, string bytes)
    {
        place.Environment["DOTNET_GCHeapHardLimit"] = bytes;
        place.Environment["DOTNET_gcConcurrent"] = "0";
        place.Environment["DOTNET_GCRegionRange"] = "0x100000000";
    }

    private static async Task<JsonElement> JsonAsync(Workplace place, string[] args)
    {
        CommandResult result = (await RunAsync(place, [.. args, "--json"])).Succeeded();
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    private static async Task<CommandResult> RunAsync(Workplace place, string[] args)
    {
        using RunningCommand command = RunningCommand.Start(place.Folder, place.Environment, args);
        return await command.WaitAsync(TimeSpan.FromMinutes(4));
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetDouble())];

    /// <summary>Writes a table of numbers with a missing cell here and there, a category, and a target that depends on them.</summary>
    private static void Generate(string path)
    {
        using var writer = new StreamWriter(path);
        writer.Write("target,kind," + string.Join(",", Enumerable.Range(0, Columns - 1).Select(j => $"x{j}")) + "\n");
        uint state = 12345;
        double[] values = new double[Columns - 1];
        char[] buffer = new char[32];
        for (int row = 0; row < Rows; row++)
        {
            double target = row % 3;
            for (int j = 0; j < values.Length; j++)
            {
                state = (state * 1664525) + 1013904223;
                values[j] = ((state >> 8) / (double)(1 << 24) * 2) - 1 + (j * 0.1);
                target += values[j] * ((j % 5) - 2);
            }

            Write(writer, buffer, target);
            writer.Write(row % 3 == 0 ? ",red" : row % 3 == 1 ? ",green" : ",blue");
            for (int j = 0; j < values.Length; j++)
            {
                writer.Write(',');
                if ((row + j) % 1009 != 0)
                {
                    Write(writer, buffer, values[j]);
                }
            }

            writer.Write('\n');
        }
    }

    private static void Write(StreamWriter writer, char[] buffer, double value)
    {
        value.TryFormat(buffer, out int length, "0.00", CultureInfo.InvariantCulture);
        writer.Write(buffer, 0, length);
    }
}
