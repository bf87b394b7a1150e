using System.Reflection;
using System.Reflection.Emit;

namespace Modelyard.Tests.Architecture;

/// <summary>Reads from compiled code which type uses which: in signatures, attributes, local variables and the bodies of methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Reads the references of an assembly's types to types of the same assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>Pairs of full names.</returns>
    public static IReadOnlyList<(string From, string To)> Within(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .SelectMany(type => Of(type).Where(used => used.Assembly == assembly).Select(used => (From: Outermost(type).FullName!, To: Outermost(used).FullName!)))
            .Where(pair => pair.From != pair.To)
            .Distinct(),
    ];

    /// <summary>Reads the types that a type uses.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The types, those within generic and array types too.</returns>
    public static HashSet<Type> Of(Type type)
    {
        HashSet<Type> used = [];
        Add(used, type.BaseType);
        Array.ForEach(type.GetInterfaces(), each => Add(used, each));
        Array.ForEach(type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()).ToArray(), each => Add(used, each));
        AddAttributes(used, type);
        foreach (MemberInfo member in type.GetMembers(All))
        {
            AddAttributes(used, member);
            Add(used, (member as FieldInfo)?.FieldType);
            if (member is MethodBase method)
            {
                AddMethod(used, method);
            }
        }

        return used;
    }

    private static void AddMethod(HashSet<Type> used, MethodBase method)
    {
        AddSignature(used, method);
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (LocalVariableInfo local in body.LocalVariables)
        {
            Add(used, local.LocalType);
        }

        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause))
        {
            Add(used, clause.CatchType);
        }

        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            switch (method.Module.ResolveMember(token, typeArguments, methodArguments))
            {
                case Type type:
                    Add(used, type);
                    break;
                case FieldInfo field:
                    Add(used, field.DeclaringType);
                    Add(used, field.FieldType);
                    break;
                case MethodBase called:
                    Add(used, called.DeclaringType);
                    AddSignature(used, called);
                    break;
            }
        }
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (int at = 0; at < code.Length;)
        {
            short value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            OpCode operation = OpCodesByValue[value];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static void AddSignature(HashSet<Type> used, MethodBase method)
    {
        Add(used, (method as MethodInfo)?.ReturnType);
        Array.ForEach(method.GetParameters(), parameter => Add(used, parameter.ParameterType));
        if (method.IsGenericMethod)
        {
            Array.ForEach(method.GetGenericArguments(), argument => Add(used, argument));
        }
    }

    private static void AddAttributes(HashSet<Type> used, MemberInfo member)
    {
        foreach (CustomAttributeData attribute in member.GetCustomAttributesData())
        {
            Add(used, attribute.AttributeType);
            foreach (CustomAttributeTypedArgument argument in attribute.ConstructorArguments)
            {
                Add(used, argument.Value as Type);
            }
        }
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(used, type.GetElementType());
        }
        else if (used.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type) || type.IsGenericType)
        {
            Array.ForEach(type.IsGenericType ? type.GetGenericArguments() : [], argument => Add(used, argument));
        }
    }

    private static Type Outermost(Type type)
    {
        Type outermost = type.HasElementType ? type.GetElementType()! : type;
        while (outermost.DeclaringType is { } outer)
        {
            outermost = outer;
        }

        return outermost;
    }
}
