using System.CommandLine;
using System.Text.Json;
using Modelyard.Exchange;
using Modelyard.Lifecycle;
using Modelyard.Onnx;
using Modelyard.Persistence;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands;

/// <summary>Looks after the registry: versions, aliases, files.</summary>
internal static class ModelsCommand
{
    internal static Command Create(Terminal terminal) => new("models", "The registry: versions, aliases, model files.")
    {
        List(terminal), Show(terminal), Alias(terminal), Export(terminal), Import(terminal),
    };

    private static Command List(Terminal terminal)
    {
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the models.") { yard, json }.WithExample("modelyard models list");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            IReadOnlyList<RegisteredModel> models = opened.Models.List();
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("models", models, model =>
                    {
                        writer.WriteString("name", model.Name);
                        writer.WriteNumber("latest", model.Latest.Version);
                        writer.WriteNumber("versions", model.Versions.Count);
                        WriteAliases(writer, model);
                    });
                });
                return CommandLine.Success;
            }

            if (models.Count == 0)
            {
                terminal.Line("There are no models yet. Make one: modelyard train DATA.csv --target COLUMN");
                return CommandLine.Success;
            }

            TextTable table = new TextTable("model", "latest", "versions", "aliases", "created").Right(1, 2);
            foreach (RegisteredModel model in models)
            {
                table.Add(model.Name, model.Latest.Version.ToString(), model.Versions.Count.ToString(), string.Join(", ", model.Aliases.Select(pair => $"{pair.Key} -> {pair.Value}")), model.Latest.Created.ToString("yyyy-MM-dd HH:mm"));
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var reference = new Argument<string>("MODEL") { Description = "A name, name:version, name@alias or a model file." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show a model: what it reads and predicts, how good it is, where it comes from.") { reference, yard, json }.WithExample("modelyard models show churn@champion");
        command.SetAction(parsed =>
        {
            string text = parsed.GetRequiredValue(reference);
            ModelPackage package;
            string shown = text;
            if (ModelReference.LooksLikeFile(text))
            {
                package = ModelFile.Read(text);
            }
            else
            {
                using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
                ModelVersion version = opened.Models.Resolve(text);
                package = opened.Models.Load(version);
                shown = version.Reference;
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => PackageOutput.WriteJson(writer, shown, package));
            }
            else
            {
                PackageOutput.WriteText(terminal, shown, package);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Alias(Terminal terminal)
    {
        var reference = new Argument<string>("MODEL") { Description = "A version, as name:version (or name for the newest)." };
        var alias = new Argument<string>("ALIAS") { Description = "The alias to point at it, such as champion." };
        var remove = new Option<bool>("--remove") { Description = "Take the alias away." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("alias", "Point an alias at a version; servers follow without a pause.") { reference, alias, remove, yard, json }.WithExample("modelyard models alias churn:2 champion");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            string name = parsed.GetRequiredValue(alias);
            string target = parsed.GetRequiredValue(reference);
            ModelVersion version = opened.Models.Resolve(target.Contains(':', StringComparison.Ordinal) || target.Contains('@', StringComparison.Ordinal) ? target : $"{target}@latest");
            if (parsed.GetValue(remove))
            {
                opened.Models.RemoveAlias(version.Name, name);
            }
            else
            {
                opened.Models.SetAlias(version.Name, name, version.Version);
            }

            Tell(terminal, parsed.GetValue(json), parsed.GetValue(remove) ? $"{version.Name}@{name} is gone" : $"{version.Name}@{name} -> {version.Reference}", ("model", version.Name), ("alias", name), ("version", parsed.GetValue(remove) ? null : version.Version.ToString()));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        var reference = new Argument<string>("MODEL") { Description = "A name, name:version or name@alias; with --onnx also a model file." };
        var output = new Option<string>("--output", "-o") { Description = "The file to write.", Required = true };
        var onnx = new Option<bool>("--onnx") { Description = "Write an ONNX file, which other runtimes compute, preparation and threshold with it." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("export", "Write a version to a model file, or to an ONNX file for other runtimes.") { reference, output, onnx, yard, json }.WithExample("modelyard models export churn:2 --onnx -o churn.onnx");
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output), text = parsed.GetRequiredValue(reference);
            string exported = parsed.GetValue(onnx) ? ExportOnnx(text, path, parsed.GetRequiredValue(yard)) : ExportFile(text, path, parsed.GetRequiredValue(yard));
            Tell(terminal, parsed.GetValue(json), $"{exported} -> {path}", ("model", exported), ("file", path));
            return CommandLine.Success;
        });
        return command;
    }

    private static string ExportFile(string reference, string path, string yard)
    {
        using var opened = SharedOptions.OpenYard(yard);
        return opened.Models.Export(reference, path).Reference;
    }

    private static string ExportOnnx(string reference, string path, string yard)
    {
        if (ModelReference.LooksLikeFile(reference))
        {
            ModelPackage file = ModelFile.Read(reference);
            OnnxFile.Write(file.Predictor, path, new OnnxOptions { Name = file.Name });
            return reference;
        }

        using var opened = SharedOptions.OpenYard(yard);
        ModelVersion version = opened.Models.Resolve(reference);
        OnnxFile.Write(opened.Models.Load(version).Predictor, path, new OnnxOptions { Name = version.Name, Version = version.Version });
        return version.Reference;
    }

    private static Command Import(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A model file, or a model that XGBoost saved as .json." };
        var name = new Option<string?>("--name") { Description = "The name to register it under; by default the one in the file, or that of the file." };
        var target = new Option<string>("--target") { Description = "The column that a model of XGBoost predicts.", DefaultValueFactory = _ => "target" };
        var classes = new Option<string[]>("--classes") { Description = "The classes of a model of XGBoost in the order of their numbers; by default the numbers.", AllowMultipleArgumentsPerToken = true };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("import", "Register a model file, or a model of XGBoost, as a new version.") { file, name, target, classes, yard, json }.WithExample("modelyard models import churn.modelyard");
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string[] labels = SharedOptions.Names(parsed, classes);
            ModelPackage? moved = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? FromXGBoost(path, parsed.GetValue(name), parsed.GetRequiredValue(target), labels) : null;
            using var opened = Lifecycle.Yard.Open(parsed.GetRequiredValue(yard));
            ModelVersion version = moved is null ? opened.Models.Import(path, parsed.GetValue(name)) : opened.Models.Register(moved.Name, moved);
            Tell(terminal, parsed.GetValue(json), $"{version.Reference} registered", ("model", version.Name), ("version", version.Version.ToString()));
            return CommandLine.Success;
        });
        return command;
    }

    private static ModelPackage FromXGBoost(string path, string? name, string target, string[] classes) => new()
    {
        Name = name ?? Path.GetFileNameWithoutExtension(path),
        Predictor = new Predictor(XGBoostFile.Read(path, classes.Length > 0 ? classes : null), target),
        Estimator = "XGBoost",
    };

    private static void WriteAliases(Utf8JsonWriter writer, RegisteredModel model)
    {
        writer.WriteStartObject("aliases");
        foreach ((string alias, int version) in model.Aliases)
        {
            writer.WriteNumber(alias, version);
        }

        writer.WriteEndObject();
    }

    private static void Tell(Terminal terminal, bool json, string line, params (string Name, string? Value)[] members)
    {
        if (!json)
        {
            terminal.Line($" {line}");
            return;
        }

        JsonText.Write(terminal, writer =>
        {
            foreach ((string name, string? value) in members)
            {
                writer.WriteString(name, value);
            }
        });
    }
}
