package boreas.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas completion`: what a shell needs to complete our command lines.
@Command(
        name = "completion",
        description = {
            "Prints what a shell needs to complete the command lines of boreas. For good:",
            "  bash: boreas completion bash > /etc/bash_completion.d/boreas",
            "  zsh:  boreas completion zsh > ~/.boreas.zsh; in ~/.zshrc: . ~/.boreas.zsh",
            "  fish: boreas completion fish > ~/.config/fish/completions/boreas.fish",
            "For this shell only, bash and zsh: source <(boreas completion bash)"
        },
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(script(spec.root().commandLine(), shell));
        out.flush();
        return 0;
    }

    /// picocli's script for bash is one for zsh too, which it finds out itself.
    static String script(CommandLine root, Shell shell) {
        return switch (shell) {
            case bash, zsh -> AutoComplete.bash(root.getCommandName(), root);
            case fish -> FishCompletion.of(root);
        };
    }
}
