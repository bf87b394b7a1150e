using System.IO.Compression;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Persistence;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Persistence;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_predicts_the_same_bits_after_it_was_read_back()
    {
        foreach (ModelPackage package in new[] { ModelSamples.Classifier(), ModelSamples.Regressor() })
        {
            string path = Path.Combine(_folder, "model" + ModelFile.Extension);
            ModelFile.Write(package, path);
            Assert.Equal(ModelSamples.Predict(package.Predictor), ModelSamples.Predict(ModelFile.Read(path).Predictor));
        }
    }

    [Fact]
    public void All_that_travels_with_the_model_comes_back()
    {
        ModelPackage package = ModelSamples.Classifier();
        ModelPackage back = ModelFile.Read(new MemoryStream(ModelSamples.Bytes(package)));
        Assert.Equal(package.Name, back.Name);
        Assert.Equal(package.Estimator, back.Estimator);
        Assert.Equal(package.Created, back.Created);
        Assert.Equal(package.Metrics, back.Metrics);
        Assert.Equal(package.Hyperparameters.OrderBy(pair => pair.Key), back.Hyperparameters.OrderBy(pair => pair.Key));
        Assert.Equal(package.Lineage.OrderBy(pair => pair.Key), back.Lineage.OrderBy(pair => pair.Key));
        Assert.Equal(package.Predictor.Inputs, back.Predictor.Inputs);
        Assert.Equal(package.Predictor.Classes, back.Predictor.Classes);
        Assert.Equal(package.Predictor.Threshold, back.Predictor.Threshold);
        Assert.Equal(package.Predictor.TargetName, back.Predictor.TargetName);
        Assert.Equal(package.Profile!.Rows, back.Profile!.Rows);
        Assert.Equal(JsonSerializer.Serialize(package.Profile, Numbers), JsonSerializer.Serialize(back.Profile, Numbers));
    }

    [Fact]
    public void What_a_missing_cell_looks_like_comes_back_and_is_written_only_if_it_is_not_as_usual()
    {
        ModelPackage usual = ModelSamples.Regressor(), own = usual with { MissingTokens = ["", "NA", "größte \"Not\""] };
        byte[] bytes = ModelSamples.Bytes(own);
        Assert.Equal(own.MissingTokens, ModelFile.Read(new MemoryStream(bytes)).MissingTokens);
        Assert.Equal(own.MissingTokens, ModelFile.ReadManifest(new MemoryStream(bytes)).MissingTokens);
        Assert.Equal(bytes, ModelSamples.Bytes(ModelFile.Read(new MemoryStream(bytes))));
        Assert.Equal([], ModelFile.Read(new MemoryStream(ModelSamples.Bytes(usual with { MissingTokens = [] }))).MissingTokens);
        Assert.Equal(CsvReadOptions.DefaultMissingTokens, ModelFile.Read(new MemoryStream(ModelSamples.Bytes(usual))).MissingTokens);
        Assert.Equal(-1, ModelSamples.Bytes(usual).AsSpan().IndexOf("\"missing\":["u8));
        Assert.Contains("'101'", Assert.Throws<ModelyardException>(() => ModelSamples.Bytes(usual with { MissingTokens = [.. Enumerable.Range(0, 101).Select(i => $"{i}")] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_package_gives_the_same_bytes_and_so_does_what_was_read_back()
    {
        byte[] bytes = ModelSamples.Bytes(ModelSamples.Classifier());
        Assert.Equal(bytes, ModelSamples.Bytes(ModelSamples.Classifier()));
        Assert.Equal(bytes, ModelSamples.Bytes(ModelFile.Read(new MemoryStream(bytes))));
    }

    [Fact]
    public void The_manifest_says_what_the_model_is_without_reading_it()
    {
        byte[] bytes = ModelSamples.Bytes(ModelSamples.Classifier());
        ModelManifest manifest = ModelFile.ReadManifest(new MemoryStream(bytes));
        Assert.Equal("churn", manifest.Name);
        Assert.Equal(["no", "yes"], manifest.Classes);
        Assert.Equal(TaskKind.Classification, manifest.Task);
        Assert.Equal(0.4, manifest.Threshold);
        Assert.Equal(ModelSamples.Inputs, manifest.Inputs);
        Assert.StartsWith("Modelyard ", manifest.Producer);
    }

    [Fact]
    public void The_archive_is_an_ordinary_one_that_other_programs_open()
    {
        using var archive = new ZipArchive(new MemoryStream(ModelSamples.Bytes(ModelSamples.Classifier())));
        Assert.Equal(["manifest.json", "tensors.safetensors"], archive.Entries.Select(entry => entry.FullName));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));

        // Reading to the end compares the checksums.
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            stream.CopyTo(Stream.Null);
        }
    }

    [Fact]
    public void A_write_replaces_the_file_and_leaves_nothing_else()
    {
        string path = Path.Combine(_folder, "m.modelyard");
        ModelFile.Write(ModelSamples.Classifier(), path);
        ModelFile.Write(ModelSamples.Regressor(), path);
        Assert.Equal("spend", ModelFile.Read(path).Name);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_cannot_be_written_or_read_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        string path = Path.Combine(_folder, "file", "m.modelyard");
        Assert.Contains(path, Assert.Throws<ModelyardException>(() => ModelFile.Write(ModelSamples.Regressor(), path)).Message);
        Assert.Contains(path, Assert.Throws<ModelyardException>(() => ModelFile.Read(path)).Message);
        Assert.Contains(_folder, Assert.Throws<ModelyardException>(() => ModelFile.Read(_folder)).Message);
    }

    [Fact]
    public void A_type_that_is_not_on_the_list_is_refused_when_written()
    {
        var package = ModelSamples.Regressor() with { Predictor = new Modelyard.Pipelines.Predictor(new UnknownModel(), "y") };
        Assert.Contains("UnknownModel", Assert.Throws<ModelyardException>(() => ModelSamples.Bytes(package)).Message);
    }

    [Fact]
    public void Limits_are_kept()
    {
        byte[] bytes = ModelSamples.Bytes(ModelSamples.Classifier());
        ModelFileLimits[] narrow =
        [
            new() { MaxFileBytes = 1000 },
            new() { MaxManifestBytes = 1000 },
            new() { MaxDepth = 4 },
            new() { MaxTensors = 3 },
            new() { MaxParts = 3 },
            new() { MaxTextLength = 3 },
            new() { MaxSchemaEntries = 20 },
        ];
        Assert.All(narrow, limits => Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(bytes), limits)));
    }

    [Fact]
    public void Files_of_format_version_1_load_forever()
    {
        string path = Path.Combine(RepositoryFiles.Root, "tests", "Modelyard.Tests", "Persistence", "format-1.modelyard");
        ModelPackage package = ModelFile.Read(path);
        Assert.Equal("churn", package.Name);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(path, ".json")));
        Assert.Equal(expected.RootElement.EnumerateArray().Select(value => value.GetDouble()), ModelSamples.Predict(package.Predictor));
    }

    private static JsonSerializerOptions Numbers { get; } = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private sealed class UnknownModel : IRegressionModel
    {
        public FeatureSchema Features => ModelSamples.Inputs;

        public double Predict(ReadOnlySpan<double> row) => 0;

        public void Save(StateWriter state)
        {
        }
    }
}
