using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Learning;
using Modelyard.Persistence;

namespace Modelyard.Tests.Persistence;

public sealed class HostileModelFileTests
{
    private static readonly byte[] s_file = ModelSamples.Bytes(ModelSamples.Classifier(iterations: 2));

    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "1", "2", "1e308", "1e400", "4294967296", "9223372036854775808", "0.5", "\"\"", "\"NaN\"", "\"Infinity\"", "\"predictor\"", "\"scaling\"",
        "\"../../etc/passwd\"", "[]", "[[]]", "{}", "[null]", "[0,0]", "[2147483647,2147483647]", "{\"tensor\":\"weights\"}", "{\"schema\":0}", "{\"schema\":99}", "{\"type\":\"voting-classification\",\"state\":{}}",
    ];

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        for (int length = 0; length < s_file.Length; length++)
        {
            Refuse(s_file[..length]);
        }
    }

    [Fact]
    public void A_file_with_a_single_bit_changed_is_refused()
    {
        // Every byte of the headers at both ends, and of what lies between every seventh.
        for (int i = 0; i < s_file.Length; i += i < 500 || i > s_file.Length - 500 ? 1 : 7)
        {
            byte[] file = [.. s_file];
            file[i] ^= (byte)(1 << (i % 8));
            Refuse(file);
        }
    }

    [Fact]
    public void Bytes_before_after_and_within_are_refused()
    {
        Refuse([0, .. s_file]);
        Refuse([.. s_file, 0]);
        Refuse([.. s_file, .. s_file]);
        Refuse([.. s_file[..100], 0, .. s_file[100..]]);
        Refuse("PK"u8.ToArray());
        Refuse(Encoding.UTF8.GetBytes("id,age\n1,2\n" + new string('x', 1000)));
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal, "manifest.json", "tensors.safetensors")]
    [InlineData(CompressionLevel.NoCompression, "tensors.safetensors", "manifest.json")]
    [InlineData(CompressionLevel.NoCompression, "../manifest.json", "tensors.safetensors")]
    [InlineData(CompressionLevel.NoCompression, "manifest.json", "/tmp/tensors.safeten")]
    [InlineData(CompressionLevel.NoCompression, "manifest.json", "manifest.json")]
    [InlineData(CompressionLevel.NoCompression, "manifest.json", "tensors.safetensors", "run.dll")]
    public void Archives_of_another_layout_are_refused(CompressionLevel level, params string[] names)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in names)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(new byte[1 << 20]);
            }
        }

        Refuse(stream.ToArray());
    }

    [Theory]
    [InlineData("$.version", "2", "format version '2'")]
    [InlineData("$.version", "\"1\"", "'version'")]
    [InlineData("$.format", "\"other\"", "'format'")]
    [InlineData("$.state.type", "\"System.Diagnostics.Process\"", "'System.Diagnostics.Process'")]
    [InlineData("$.state.type", "\"scaling\"", "'features' is missing")]
    [InlineData("$.state.state.model", "{\"type\":\"predictor\",\"state\":{}}", "is missing")]
    [InlineData("$.state.state.model.state.weights", "{\"tensor\":\"nowhere\"}", "'nowhere'")]
    [InlineData("$.state.state.model.state.weights", "{\"tensor\":\"model.members.0.steps.0.parts\"}", "U8")]
    [InlineData("$.state.state.threshold", "\"NaN\"", "inputs or the output")]
    [InlineData("$.inputs", "7", "'7'")]
    [InlineData("$.profile.rows", "-5", "'rows'")]
    [InlineData("$.missing", "\"NA\"", "'missing' of the model must be a list")]
    [InlineData("$.missing", "[\"NA\",null]", "'missing' of the model must be a text")]
    [InlineData("$.missing", "null", "'missing' of the model must be a list")]
    public void A_wrong_value_is_named(string path, string value, string expected)
    {
        var archive = new HostileArchive(s_file);
        Replace(archive.Manifest, path, JsonNode.Parse(value));
        ModelFormatException fault = Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(archive.Pack())));
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void Too_many_texts_for_missing_cells_and_too_long_ones_are_refused()
    {
        foreach ((string[] texts, string expected) in new[] { (Enumerable.Range(0, 101).Select(i => $"{i}").ToArray(), "'101'"), ([new string('x', 201)], "'201'") })
        {
            var archive = new HostileArchive(s_file);
            archive.Manifest["missing"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
            Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(archive.Pack()))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("$['model.weights'].shape", "[2147483647]")]
    [InlineData("$['model.weights'].shape", "[2147483647,2147483647]")]
    [InlineData("$['model.weights'].shape", "[-2]")]
    [InlineData("$['model.weights'].shape", "[]")]
    [InlineData("$['model.weights'].shape", "[1,1,2]")]
    [InlineData("$['model.weights'].shape", "\"NaN\"")]
    [InlineData("$['model.weights'].data_offsets", "[0,8]")]
    [InlineData("$['model.weights'].data_offsets", "[8,16]")]
    [InlineData("$['model.weights'].data_offsets", "[-16,0]")]
    [InlineData("$['model.weights'].data_offsets", "[16,0]")]
    [InlineData("$['model.weights'].data_offsets", "[0,1e300]")]
    [InlineData("$['model.weights'].dtype", "\"BF16\"")]
    [InlineData("$['model.weights'].dtype", "\"I32\"")]
    public void A_wrong_tensor_header_is_refused(string path, string value)
    {
        var archive = new HostileArchive(s_file);
        JsonNode header = archive.TensorHeader;
        Replace(header, path, JsonNode.Parse(value));
        archive.TensorHeader = header;
        Refuse(archive.Pack());
    }

    [Fact]
    public void A_huge_declared_header_is_refused_at_once()
    {
        foreach (long length in new[] { long.MaxValue, long.MinValue, -1, int.MaxValue, 1L << 32 })
        {
            var archive = new HostileArchive(s_file);
            BitConverter.TryWriteBytes(archive.Tensors, length);
            Refuse(archive.Pack());
        }
    }

    [Fact]
    public void Tensors_that_were_exchanged_do_not_agree_with_the_digest()
    {
        var archive = new HostileArchive(s_file);
        byte[] manifest = Encoding.UTF8.GetBytes(archive.Manifest.ToJsonString());
        archive.Tensors[^1] ^= 1;
        Assert.Contains("SHA-256", Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(HostileArchive.Pack(manifest, archive.Tensors)))).Message);
    }

    [Fact]
    public void Deep_nesting_and_members_named_twice_are_refused()
    {
        byte[] tensors = new HostileArchive(s_file).Tensors;
        Refuse(HostileArchive.Pack(Encoding.UTF8.GetBytes(new string('[', 1_000_000)), tensors));
        Refuse(HostileArchive.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"state\":", 100_000))), tensors));
        Refuse(HostileArchive.Pack("{\"format\":\"modelyard-model\",\"version\":1,\"version\":1}"u8.ToArray(), tensors));
        Refuse(HostileArchive.Pack([.. "{\"format\":\""u8, 0xFF, 0xFE, .. "\"}"u8], tensors));
    }

    [Fact]
    public void A_tensor_stands_for_one_value_only()
    {
        var archive = new HostileArchive(s_file);
        JsonArray members = archive.Manifest["state"]!["state"]!["model"]!["state"]!["members"]!.AsArray();
        members.Add(members[0]!.DeepClone());
        Assert.Contains("must stand for one", Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(archive.Pack()))).Message);
    }

    [Fact]
    public void Whatever_is_changed_in_the_manifest_the_file_loads_or_is_refused() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().Two().ListOf(3).ToArbitrary(),
        changes =>
        {
            var archive = new HostileArchive(s_file);
            JsonNode manifest = archive.Manifest, tensors = archive.TensorHeader;
            foreach ((int where, int what) in changes)
            {
                Mutate(what % 4 == 0 ? tensors : manifest, new Random(where), s_values[(int)((uint)what % s_values.Length)]);
            }

            archive.TensorHeader = tensors;
            LoadOrRefuse(archive.Pack());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(1_000_000));

    [Fact]
    public void Whatever_is_changed_in_the_tensors_the_file_loads_or_is_refused() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().Two().ListOf(2).ToArbitrary(),
        changes =>
        {
            var archive = new HostileArchive(s_file);
            int start = 8 + BitConverter.ToInt32(archive.Tensors);
            foreach ((int where, int what) in changes)
            {
                archive.Tensors[start + (int)((uint)where % (archive.Tensors.Length - start))] ^= (byte)what;
            }

            LoadOrRefuse(archive.Pack());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(1_000_000));

    private static void Mutate(JsonNode root, Random random, string value)
    {
        JsonNode node = root;
        while (true)
        {
            JsonNode?[] children = node switch
            {
                JsonObject members => [.. members.Select(member => member.Value)],
                JsonArray items => [.. items],
                _ => [],
            };
            if (children.Length == 0)
            {
                return;
            }

            int at = random.Next(children.Length);
            if (children[at] is JsonObject or JsonArray && random.Next(5) > 0)
            {
                node = children[at]!;
                continue;
            }

            switch (node)
            {
                case JsonObject members when random.Next(4) == 0:
                    members.RemoveAt(at);
                    break;
                case JsonObject members:
                    members[members.GetAt(at).Key] = JsonNode.Parse(value);
                    break;
                case JsonArray items:
                    items[at] = JsonNode.Parse(value);
                    break;
            }

            return;
        }
    }

    private static void Replace(JsonNode root, string path, JsonNode? value)
    {
        string[] keys = path.StartsWith("$['", StringComparison.Ordinal) ? path[3..].Split("'].") : path[2..].Split('.');
        foreach (string key in keys[..^1])
        {
            root = root[key]!;
        }

        root[keys[^1]] = value;
    }

    private static void LoadOrRefuse(byte[] file)
    {
        try
        {
            ModelSamples.Predict(ModelFile.Read(new MemoryStream(file)).Predictor);
        }
        catch (ModelFormatException)
        {
            // The one fault that a hostile file may cause.
        }
    }

    private static void Refuse(byte[] file) => Assert.NotEmpty(Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(file))).Message);
}
