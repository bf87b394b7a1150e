using Microsoft.CodeAnalysis;

namespace Modelyard.Generators;

/// <summary>Holds the rules that declarations of records are told of.</summary>
internal static class RecordRules
{
    private const string Category = "Modelyard.Records";

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "MY0001", "The type of a member is none that a column holds", "The member '{0}' has the type '{1}', which no column holds. Give it a type of docs/records.md, or mark it [IgnoreColumn].");

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "MY0002", "A record of a table must be partial", "The type '{0}' must be partial, so that the generator can write the rest of it. Add the word 'partial' to its declaration{1}.");

    public static readonly DiagnosticDescriptor NoConstructor = Error(
        "MY0003", "No constructor makes the record", "The record '{0}' cannot be made of a row: {1}");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "MY0004", "Two columns of a record have the same name", "'{0}' and '{1}' have the same name '{2}' in tables, and each must have its own. Rename one with {3}.");

    public static readonly DiagnosticDescriptor KindNeeded = Error(
        "MY0005", "The kind of a column must be said", "The member '{0}' has the type '{1}', which no column holds as it is. Say what it becomes: {2}.");

    public static readonly DiagnosticDescriptor WrongKind = Error(
        "MY0006", "A member cannot be of the kind that is said", "The member '{0}' has the type '{1}' and cannot be a column of the kind '{2}'. It can be {3}.");

    public static readonly DiagnosticDescriptor UnsuitableType = Error(
        "MY0007", "A type cannot be a record of a table", "The type '{0}' cannot be a record of a table: {1}");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "MY0008", "A member has a name that the generator needs", "The record '{0}' has a member '{1}', which is the name of one that the generator writes. Rename it; with [Column(\"{1}\")] the column keeps its name.");

    public static readonly DiagnosticDescriptor WrongSetting = Error(
        "MY0009", "A setting of a column does not fit its member", "The member '{0}' has the type '{1}' and is marked '{2}', which is for {3}");

    public static readonly DiagnosticDescriptor WrongValidation = Error(
        "MY0010", "A validation attribute does not fit its member", "The attribute '{0}' of the member '{1}' cannot be checked: {2}");

    public static readonly DiagnosticDescriptor UncheckedValidation = new(
        "MY0011", "A validation attribute is not checked", "The {0} is not checked by the generated validator. Check it yourself, or say it as a rule of a schema: 'Schema with {{ Rules = ... }}'.", Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
