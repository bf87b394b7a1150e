using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Modelyard.Generators.Analysis;

/// <summary>Represents a property or a field of a record that may be a column.</summary>
internal sealed class RecordMember
{
    private const string Frames = "Modelyard.Frames";
    private const string Schema = "System.ComponentModel.DataAnnotations.Schema";

    public RecordMember(ISymbol symbol, INamedTypeSymbol record)
    {
        Symbol = symbol;
        Type = symbol is IPropertySymbol property ? property.Type : ((IFieldSymbol)symbol).Type;
        Shown = $"{record.Name}.{symbol.Name}";
        IsSettable = symbol switch
        {
            IPropertySymbol { SetMethod: { } setter } => IsReached(setter, record),
            IFieldSymbol field => !field.IsReadOnly,
            _ => false,
        };
        IsRequired = symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

        // What stands before a parameter of a record belongs to the parameter, not to the property that is made of it.
        IEnumerable<AttributeData> ofParameter = symbol.ContainingType.IsRecord
            ? symbol.ContainingType.InstanceConstructors.SelectMany(one => one.Parameters).Where(parameter => parameter.Name == symbol.Name).SelectMany(parameter => parameter.GetAttributes())
            : [];
        Attributes = [.. symbol.GetAttributes(), .. ofParameter];
        Column = Find(Frames, "ColumnAttribute");
        Name = (Column ?? Find(Schema, "ColumnAttribute"))?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } name } ? name : symbol.Name;
        IsIgnored = Find(Frames, "IgnoreColumnAttribute") is not null || Find(Schema, "NotMappedAttribute") is not null;
    }

    public ISymbol Symbol { get; }

    public ITypeSymbol Type { get; }

    /// <summary>Gets the member for people.</summary>
    public string Shown { get; }

    /// <summary>Gets the name of the column.</summary>
    public string Name { get; }

    public ImmutableArray<AttributeData> Attributes { get; }

    /// <summary>Gets the attribute of the column; null if it has none.</summary>
    public AttributeData? Column { get; }

    public bool IsSettable { get; }

    public bool IsRequired { get; }

    public bool IsIgnored { get; }

    /// <summary>Finds the members of a type and of those that it inherits from, those of the latter first.</summary>
    public static IReadOnlyList<RecordMember> Of(INamedTypeSymbol record)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? type = record; type is not null && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); type = type.BaseType)
        {
            types.Push(type);
        }

        // What overrides or hides a member stands in its place.
        List<RecordMember> members = [];
        foreach (ISymbol symbol in types.SelectMany(type => type.GetMembers()).Where(IsOfInterest))
        {
            int hidden = members.FindIndex(member => member.Symbol.Name == symbol.Name);
            var member = new RecordMember(symbol, record);
            if (hidden >= 0)
            {
                members[hidden] = member;
            }
            else
            {
                members.Add(member);
            }
        }

        return members;
    }

    private static bool IsOfInterest(ISymbol symbol) => symbol is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
        && symbol is IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } or IFieldSymbol { IsConst: false, AssociatedSymbol: null };

    private static bool IsReached(IMethodSymbol setter, INamedTypeSymbol record) => setter.DeclaredAccessibility is not Accessibility.Private
        || SymbolEqualityComparer.Default.Equals(setter.ContainingType, record);

    private AttributeData? Find(string space, string name) =>
        Attributes.FirstOrDefault(attribute => attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == space);
}
