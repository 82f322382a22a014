// heliograph-phone: a phone at the command line.

#include "command_line/program.h"
#include "phone/commands.h"

int main(int count, char** arguments) {
  return heliograph::cli::runProgram(
      {"heliograph-phone",
       "A phone at the command line; secrets are prompted for or read from standard input, a line each",
       heliograph::phone::addCommands},
      count, arguments);
}
